import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketLogging. */
export const getBucketLogging = defineS3Operation({
  name: 'GetBucketLogging',
  authorization: onBucket('GetBucketLogging'),
  metering: 'readRequests',
  binding: { method: 'GET', level: 'bucket', subresource: 'logging', read: bucketInput, write: xmlDocument },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.logging, input),
});
