import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';

/** PutBucketVersioning. */
export function putBucketVersioning(buckets: Buckets) {
  return (input: { Bucket: string; VersioningConfiguration: { Status?: string; MFADelete?: string } }) => {
    const bucket = buckets.get(input.Bucket);
    const { Status, MFADelete } = input.VersioningConfiguration;
    if (Status !== 'Enabled' && Status !== 'Suspended') throw s3Errors.malformedXml();
    if (MFADelete === 'Enabled') {
      throw s3Errors.invalidRequest('The embedded AWS does not implement MFA delete.');
    }
    buckets.save({ ...bucket, versioning: Status });
    return {};
  };
}

/** GetBucketVersioning. */
export function getBucketVersioning(buckets: Buckets) {
  return (input: { Bucket: string }) => {
    const { versioning } = buckets.get(input.Bucket);
    return versioning ? { Status: versioning } : {};
  };
}
