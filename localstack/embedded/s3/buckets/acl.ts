import { AwsError } from '../../core/errors.ts';
import { type Buckets, ownerOf } from './buckets.ts';

/** The access list of a bucket or an object: ownership is enforced, so the owner alone has access. */
export function accessList(buckets: Buckets) {
  return {
    Owner: ownerOf(buckets),
    AccessControlList: {
      Grant: [
        {
          Grantee: {
            '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
            '@xsi:type': 'CanonicalUser',
            ...ownerOf(buckets),
          },
          Permission: 'FULL_CONTROL',
        },
      ],
    },
  };
}

/** Throws AccessControlListNotSupported for any canned ACL that would change who has access. */
export function checkCannedAcl(acl: string): void {
  if (acl === 'private' || acl === 'bucket-owner-full-control') return;
  throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400);
}
