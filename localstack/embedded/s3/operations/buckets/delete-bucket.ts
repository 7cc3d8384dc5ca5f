import { onBucket } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { noContent } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteBucket. */
export const deleteBucket = defineS3Operation({
  name: 'DeleteBucket',
  authorization: onBucket('DeleteBucket'),
  binding: { method: 'DELETE', level: 'bucket', read: bucketInput, write: noContent },
  run({ buckets }, input: BucketInput) {
    const { versioning } = buckets.get(input.Bucket);
    if (buckets.objects(input.Bucket).size > 0) {
      throw s3Errors.bucketNotEmpty(input.Bucket, versioning !== undefined);
    }
    buckets.remove(input.Bucket);
    return {};
  },
});
