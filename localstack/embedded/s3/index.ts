import type { EmbeddedContext } from '../core/context.ts';
import type { Service } from '../core/service.ts';
import { authorization } from './authorization.ts';
import { createBuckets } from './buckets.ts';
import { expireDaily } from './expiry.ts';
import { createFront } from './http/front.ts';
import { metered } from './metering.ts';
import { operationsOf } from './operations/index.ts';
import { createUploads } from './uploads.ts';

/** S3: buckets with their configurations, objects with their versions, and their events. */
export function createS3Service(context: EmbeddedContext): Service {
  const buckets = createBuckets(context);
  buckets.deliveries.resume();
  const endExpiry = expireDaily(buckets);
  return {
    name: 's3',
    signingName: 's3',
    protocols: ['rest-xml'],
    operations: metered(context.meter, operationsOf(buckets, createUploads(context))),
    authorization,
    resourcePolicy: (arn) => buckets.policyOf(arn),
    http: createFront(buckets),
    stop() {
      endExpiry();
      return buckets.deliveries.stop();
    },
  };
}
