import { onBucket } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { defined } from '../../http/input.ts';
import { xmlBody } from '../../http/request.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

interface PutBucketVersioningInput extends BucketInput {
  readonly VersioningConfiguration: { Status?: string; MFADelete?: string };
}

/** PutBucketVersioning. */
export const putBucketVersioning = defineS3Operation({
  name: 'PutBucketVersioning',
  authorization: onBucket('PutBucketVersioning'),
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'bucket',
    subresource: 'versioning',
    read: (request) => {
      const { Status, MfaDelete } = xmlBody(request, 'VersioningConfiguration');
      return { Bucket: request.bucket, VersioningConfiguration: defined({ Status, MFADelete: MfaDelete }) };
    },
  },
  run({ buckets }, input: PutBucketVersioningInput) {
    const bucket = buckets.get(input.Bucket);
    const { Status, MFADelete } = input.VersioningConfiguration;
    if (Status === undefined) throw s3Errors.versioningMissing();
    if (Status !== 'Enabled' && Status !== 'Suspended') throw s3Errors.malformedXml();
    if (MFADelete === 'Enabled') {
      throw s3Errors.invalidRequest('The embedded AWS does not implement MFA delete.');
    }
    buckets.save({ ...bucket, versioning: Status });
    return {};
  },
});
