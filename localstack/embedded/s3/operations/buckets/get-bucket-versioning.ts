import { onBucket } from '../../authorization.ts';
import { withXml } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetBucketVersioning. */
export const getBucketVersioning = defineS3Operation({
  name: 'GetBucketVersioning',
  authorization: onBucket('GetBucketVersioning'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'versioning',
    read: bucketInput,
    write: (output) => withXml('VersioningConfiguration', output),
  },
  run({ buckets }, input: BucketInput) {
    const { versioning } = buckets.get(input.Bucket);
    return versioning ? { Status: versioning } : {};
  },
});
