import { AwsError } from '../../core/errors.ts';
import type { Buckets } from '../buckets.ts';
import { versionOf } from '../versions.ts';
import { owner } from './buckets.ts';

/** GetBucketAcl and GetObjectAcl: ownership is enforced, so the owner alone has access. */
export function getAcl(buckets: Buckets) {
  return (input: { Bucket: string; Key?: string; VersionId?: string }) => {
    buckets.get(input.Bucket);
    if (input.Key !== undefined) versionOf(buckets, { ...input, Key: input.Key });
    return {
      Owner: owner(buckets),
      AccessControlList: {
        Grant: [
          {
            Grantee: {
              '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
              '@xsi:type': 'CanonicalUser',
              ...owner(buckets),
            },
            Permission: 'FULL_CONTROL',
          },
        ],
      },
    };
  };
}

/** PutBucketAcl and PutObjectAcl: what buckets answer since their owner alone decides; `private` is what they are. */
export function putAcl(buckets: Buckets) {
  return (input: { Bucket: string; ACL?: string }) => {
    buckets.get(input.Bucket);
    checkCannedAcl(input.ACL ?? '');
    return {};
  };
}

/** Throws AccessControlListNotSupported for any canned ACL that would change who has access. */
export function checkCannedAcl(acl: string): void {
  if (acl === 'private' || acl === 'bucket-owner-full-control') return;
  throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400);
}
