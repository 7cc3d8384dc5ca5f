import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, deleteConfiguration } from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteBucketLifecycle. */
export const deleteBucketLifecycle = defineS3Operation({
  name: 'DeleteBucketLifecycle',
  authorization: onBucket('PutLifecycleConfiguration'),
  binding: {
    method: 'DELETE',
    level: 'bucket',
    subresource: 'lifecycle',
    read: bucketInput,
    write: noContent,
  },
  run: ({ buckets }, input: BucketInput) => deleteConfiguration(buckets, CONFIGURATIONS.lifecycle, input),
});
