import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, deleteConfiguration } from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteBucketOwnershipControls. */
export const deleteBucketOwnershipControls = defineS3Operation({
  name: 'DeleteBucketOwnershipControls',
  authorization: onBucket('PutBucketOwnershipControls'),
  binding: {
    method: 'DELETE',
    level: 'bucket',
    subresource: 'ownershipControls',
    read: bucketInput,
    write: noContent,
  },
  run: ({ buckets }, input: BucketInput) =>
    deleteConfiguration(buckets, CONFIGURATIONS.ownershipControls, input),
});
