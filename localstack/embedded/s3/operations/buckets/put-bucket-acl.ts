import { onBucket } from '../../authorization.ts';
import { checkCannedAcl } from '../../buckets/acl.ts';
import { bucketInput, defined } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

interface PutBucketAclInput extends BucketInput {
  readonly ACL?: string;
}

/** PutBucketAcl: what buckets answer since their owner alone decides; `private` is what they are. */
export const putBucketAcl = defineS3Operation({
  name: 'PutBucketAcl',
  authorization: onBucket('PutBucketAcl'),
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'bucket',
    subresource: 'acl',
    read: (request) => ({ ...bucketInput(request), ...defined({ ACL: request.headers['x-amz-acl'] }) }),
  },
  run({ buckets }, input: PutBucketAclInput) {
    buckets.get(input.Bucket);
    checkCannedAcl(input.ACL ?? '');
    return {};
  },
});
