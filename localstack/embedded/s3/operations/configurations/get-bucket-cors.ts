import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketCors. */
export const getBucketCors = defineS3Operation({
  name: 'GetBucketCors',
  authorization: onBucket('GetBucketCORS'),
  metering: 'readRequests',
  binding: { method: 'GET', level: 'bucket', subresource: 'cors', read: bucketInput, write: xmlDocument },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.cors, input),
});
