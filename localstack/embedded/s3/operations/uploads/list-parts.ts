import { onObject } from '../../authorization.ts';
import { ownerOf } from '../../buckets/buckets.ts';
import { withXml } from '../../http/answers.ts';
import { defined, uploadInput } from '../../http/input.ts';
import { checksumElement } from '../../objects/checksums.ts';
import { defineS3Operation } from '../../operation.ts';
import { describedUpload, type UploadInput } from '../../uploads.ts';

interface ListPartsInput extends UploadInput {
  /** Default and most: 1000. */
  readonly MaxParts?: number;
  /** The number of the part after which the page begins. */
  readonly PartNumberMarker?: number;
}

/** ListParts. */
export const listParts = defineS3Operation({
  name: 'ListParts',
  authorization: onObject('ListMultipartUploadParts'),
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'object',
    subresource: 'uploadId',
    read: (request) => ({
      ...uploadInput(request),
      ...defined({
        MaxParts: numberOf(request.query.get('max-parts')),
        PartNumberMarker: numberOf(request.query.get('part-number-marker')),
      }),
    }),
    write: ({ Parts, ...rest }) => withXml('ListPartsResult', { ...rest, Part: Parts }),
  },
  run({ buckets, uploads }, input: ListPartsInput) {
    buckets.get(input.Bucket);
    const upload = uploads.get(input);
    const { PartNumberMarker = 0, MaxParts = 1000 } = input;
    const following = upload.parts.filter(({ number }) => number > PartNumberMarker);
    const page = following.slice(0, Math.min(MaxParts, 1000));
    return {
      Bucket: upload.bucket,
      ...describedUpload(upload, ownerOf(buckets)),
      PartNumberMarker,
      NextPartNumberMarker: page.at(-1)?.number ?? 0,
      MaxParts,
      IsTruncated: page.length < following.length,
      Parts: page.map(({ number, etag, size, lastModified, checksum }) => ({
        PartNumber: number,
        ETag: etag,
        Size: size,
        LastModified: new Date(lastModified),
        ...(upload.checksum ? checksumElement(checksum) : {}),
      })),
    };
  },
});

const numberOf = (value: string | null) => (value === null || value === '' ? undefined : Number(value));
