import { listing } from '../../authorization.ts';
import { ownerOf } from '../../buckets/buckets.ts';
import { encodedNames, withXml } from '../../http/answers.ts';
import { defined, listInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';
import { describedUpload } from '../../uploads.ts';

interface ListMultipartUploadsInput extends BucketInput {
  readonly Prefix?: string;
  readonly KeyMarker?: string;
  /** Of the uploads of the key in KeyMarker, the one after which the page begins. */
  readonly UploadIdMarker?: string;
  /** Default and most: 1000. */
  readonly MaxUploads?: number;
}

/** ListMultipartUploads: in order of keys, and of each key's beginnings. */
export const listMultipartUploads = defineS3Operation({
  name: 'ListMultipartUploads',
  authorization: listing('ListBucketMultipartUploads'),
  metering: 'writeRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'uploads',
    read: (request) => {
      const maxUploads = request.query.get('max-uploads');
      return {
        ...listInput(request),
        ...defined({
          UploadIdMarker: request.query.get('upload-id-marker'),
          MaxUploads: maxUploads === null ? undefined : Number(maxUploads),
        }),
      };
    },
    write: ({ Uploads, ...rest }, request) => {
      const output = { ...rest, Upload: Uploads };
      const encoded = request.query.get('encoding-type') === 'url';
      return withXml('ListMultipartUploadsResult', encoded ? encodedNames(output) : output);
    },
  },
  run({ buckets, uploads }, input: ListMultipartUploadsInput) {
    buckets.get(input.Bucket);
    const { Prefix = '', KeyMarker = '', UploadIdMarker = '', MaxUploads = 1000 } = input;
    const all = uploads
      .of(input.Bucket)
      .filter(({ key }) => key.startsWith(Prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || a.startedAt - b.startedAt);
    const marker = all.findIndex(({ key, uploadId }) => key === KeyMarker && uploadId === UploadIdMarker);
    const following = marker < 0 ? all.filter(({ key }) => key > KeyMarker) : all.slice(marker + 1);
    const page = following.slice(0, Math.min(MaxUploads, 1000));
    return {
      Bucket: input.Bucket,
      KeyMarker,
      UploadIdMarker,
      NextKeyMarker: page.at(-1)?.key ?? '',
      NextUploadIdMarker: page.at(-1)?.uploadId ?? '',
      ...(Prefix === '' ? {} : { Prefix }),
      MaxUploads,
      IsTruncated: page.length < following.length,
      Uploads: page.map((upload) => ({
        ...describedUpload(upload, ownerOf(buckets)),
        Initiated: new Date(upload.startedAt),
      })),
    };
  },
});
