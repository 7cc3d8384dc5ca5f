import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, deleteConfiguration } from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteBucketTagging. */
export const deleteBucketTagging = defineS3Operation({
  name: 'DeleteBucketTagging',
  authorization: onBucket('PutBucketTagging'),
  binding: { method: 'DELETE', level: 'bucket', subresource: 'tagging', read: bucketInput, write: noContent },
  run: ({ buckets }, input: BucketInput) => deleteConfiguration(buckets, CONFIGURATIONS.tagging, input),
});
