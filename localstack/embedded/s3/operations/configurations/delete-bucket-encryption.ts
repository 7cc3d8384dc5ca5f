import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, deleteConfiguration } from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteBucketEncryption. */
export const deleteBucketEncryption = defineS3Operation({
  name: 'DeleteBucketEncryption',
  authorization: onBucket('PutEncryptionConfiguration'),
  binding: {
    method: 'DELETE',
    level: 'bucket',
    subresource: 'encryption',
    read: bucketInput,
    write: noContent,
  },
  run: ({ buckets }, input: BucketInput) => deleteConfiguration(buckets, CONFIGURATIONS.encryption, input),
});
