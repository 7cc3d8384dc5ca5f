import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { xmlDocument } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketWebsite. */
export const getBucketWebsite = defineS3Operation({
  name: 'GetBucketWebsite',
  authorization: onBucket('GetBucketWebsite'),
  metering: 'readRequests',
  binding: { method: 'GET', level: 'bucket', subresource: 'website', read: bucketInput, write: xmlDocument },
  run: ({ buckets }, input: BucketInput) => readConfiguration(buckets, CONFIGURATIONS.website, input),
});
