import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createBuckets } from './buckets/buckets.ts';
import { createFront } from './http/front.ts';
import { expireDaily } from './lifecycle/expiry.ts';
import { createMetered } from './metering.ts';
import { declarations } from './operations/index.ts';
import { createUploads } from './uploads.ts';

/** S3: buckets with their configurations, objects with their versions, and their events. */
export function createS3Service(context: EmbeddedContext): Service {
  const buckets = createBuckets(context);
  buckets.deliveries.resume();
  const state = { buckets, uploads: createUploads(context) };
  const endExpiry = expireDaily(buckets);
  return {
    name: 's3',
    signingName: 's3',
    protocols: ['rest-xml'],
    ...declaredParts(state, declarations, createMetered(context.meter)),
    resourcePolicy: (arn) => buckets.policyOf(arn),
    http: createFront(buckets, declarations),
    stop() {
      endExpiry();
      return buckets.deliveries.stop();
    },
  };
}
