import { onObject } from '../../authorization.ts';
import { withXml } from '../../http/answers.ts';
import { uploadInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';
import type { UploadInput } from '../../uploads.ts';

/** ListParts: all of them, because there are 10,000 at most. */
export const listParts = defineS3Operation({
  name: 'ListParts',
  authorization: onObject('ListMultipartUploadParts'),
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'object',
    subresource: 'uploadId',
    read: uploadInput,
    write: ({ Parts, ...rest }) => withXml('ListPartsResult', { ...rest, Part: Parts }),
  },
  run({ buckets, uploads }, input: UploadInput) {
    buckets.get(input.Bucket);
    const upload = uploads.get(input);
    return {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.uploadId,
      IsTruncated: false,
      Parts: upload.parts.map(({ number, etag, size, lastModified }) => ({
        PartNumber: number,
        ETag: etag,
        Size: size,
        LastModified: new Date(lastModified),
      })),
    };
  },
});
