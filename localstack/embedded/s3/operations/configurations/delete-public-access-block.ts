import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, deleteConfiguration } from '../../buckets/configurations.ts';
import { noContent } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeletePublicAccessBlock. */
export const deletePublicAccessBlock = defineS3Operation({
  name: 'DeletePublicAccessBlock',
  authorization: onBucket('PutBucketPublicAccessBlock'),
  binding: {
    method: 'DELETE',
    level: 'bucket',
    subresource: 'publicAccessBlock',
    read: bucketInput,
    write: noContent,
  },
  run: ({ buckets }, input: BucketInput) =>
    deleteConfiguration(buckets, CONFIGURATIONS.publicAccessBlock, input),
});
