import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketTagging. */
export const getBucketTagging = defineS3Operation({
  name: 'GetBucketTagging',
  authorization: onBucket('GetBucketTagging'),
  metering: 'readRequests',
  binding: { method: 'GET', level: 'bucket', subresource: 'tagging', read: bucketInput, write: xmlDocument },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.tagging, input),
});
