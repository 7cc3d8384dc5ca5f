import { listing } from '../../authorization.ts';
import { withXml } from '../../http/answers.ts';
import { listInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

interface ListMultipartUploadsInput extends BucketInput {
  readonly Prefix?: string;
}

/** ListMultipartUploads. */
export const listMultipartUploads = defineS3Operation({
  name: 'ListMultipartUploads',
  authorization: listing('ListBucketMultipartUploads'),
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'uploads',
    read: listInput,
    write: ({ Uploads, ...rest }) => withXml('ListMultipartUploadsResult', { ...rest, Upload: Uploads }),
  },
  run({ buckets, uploads }, input: ListMultipartUploadsInput) {
    buckets.get(input.Bucket);
    return {
      Bucket: input.Bucket,
      Prefix: input.Prefix ?? '',
      IsTruncated: false,
      Uploads: uploads
        .of(input.Bucket)
        .filter(({ key }) => key.startsWith(input.Prefix ?? ''))
        .map(({ key, uploadId, startedAt }) => ({
          Key: key,
          UploadId: uploadId,
          Initiated: new Date(startedAt),
        })),
    };
  },
});
