import { onBucket } from '../../authorization.ts';
import { accessList } from '../../buckets/acl.ts';
import { withXml } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketAcl: the owner alone has access. */
export const getBucketAcl = defineS3Operation({
  name: 'GetBucketAcl',
  authorization: onBucket('GetBucketAcl'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'acl',
    read: bucketInput,
    write: (output) => withXml('AccessControlPolicy', output),
  },
  run({ buckets }, input: BucketInput) {
    buckets.get(input.Bucket);
    return accessList(buckets);
  },
});
