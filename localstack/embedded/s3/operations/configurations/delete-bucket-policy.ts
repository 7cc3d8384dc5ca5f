import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, deleteConfiguration } from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteBucketPolicy. */
export const deleteBucketPolicy = defineS3Operation({
  name: 'DeleteBucketPolicy',
  authorization: onBucket('DeleteBucketPolicy'),
  binding: { method: 'DELETE', level: 'bucket', subresource: 'policy', read: bucketInput, write: noContent },
  run: ({ buckets }, input: BucketInput) => deleteConfiguration(buckets, CONFIGURATIONS.policy, input),
});
