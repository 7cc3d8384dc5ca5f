import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, deleteConfiguration } from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteBucketCors. */
export const deleteBucketCors = defineS3Operation({
  name: 'DeleteBucketCors',
  authorization: onBucket('PutBucketCORS'),
  binding: { method: 'DELETE', level: 'bucket', subresource: 'cors', read: bucketInput, write: noContent },
  run: ({ buckets }, input: BucketInput) => deleteConfiguration(buckets, CONFIGURATIONS.cors, input),
});
