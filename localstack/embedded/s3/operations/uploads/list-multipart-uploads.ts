import { listing } from '../../authorization.ts';
import { ownerOf } from '../../buckets/buckets.ts';
import { s3Errors } from '../../errors.ts';
import { encodedNames, withXml } from '../../http/answers.ts';
import { defined, listInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { commonPrefix } from '../../objects/listing.ts';
import { defineS3Operation } from '../../operation.ts';
import { describedUpload, type Upload } from '../../uploads.ts';

interface ListMultipartUploadsInput extends BucketInput {
  readonly Prefix?: string;
  readonly Delimiter?: string;
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
    const { Prefix = '', Delimiter, KeyMarker = '', UploadIdMarker = '', MaxUploads = 1000 } = input;
    const following = entriesAfter(uploads.of(input.Bucket), input);
    const page = following.slice(0, Math.min(MaxUploads, 1000));
    const last = page.at(-1);
    return {
      Bucket: input.Bucket,
      KeyMarker,
      UploadIdMarker,
      NextKeyMarker: last?.key ?? '',
      NextUploadIdMarker: last?.upload?.uploadId ?? '',
      ...(Prefix === '' ? {} : { Prefix }),
      ...(Delimiter ? { Delimiter } : {}),
      MaxUploads,
      IsTruncated: page.length < following.length,
      Uploads: page.flatMap(({ upload }) =>
        upload
          ? [{ ...describedUpload(upload, ownerOf(buckets)), Initiated: new Date(upload.startedAt) }]
          : [],
      ),
      CommonPrefixes: page.flatMap(({ key, upload }) => (upload ? [] : [{ Prefix: key }])),
    };
  },
});

/** An upload, or the prefix that several have in common. */
interface Entry {
  readonly key: string;
  readonly upload?: Upload;
}

/** The entries after the markers. Throws InvalidArgument for an upload that is none of the key's. */
function entriesAfter(uploads: readonly Upload[], input: ListMultipartUploadsInput): Entry[] {
  const { Prefix = '', Delimiter, KeyMarker = '', UploadIdMarker = '' } = input;
  const sorted = uploads
    .filter(({ key }) => key.startsWith(Prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || a.startedAt - b.startedAt);
  const marker = sorted.findIndex(({ key, uploadId }) => key === KeyMarker && uploadId === UploadIdMarker);
  if (marker < 0 && KeyMarker !== '' && UploadIdMarker !== '') {
    throw s3Errors.invalidArgument('Invalid uploadId marker', 'upload-id-marker', UploadIdMarker);
  }
  // With a delimiter, a prefix is over with a marker below it.
  const left = commonPrefix(KeyMarker, Prefix, Delimiter);
  const following = sorted.filter(({ key }, index) =>
    marker < 0
      ? KeyMarker === '' || Buffer.compare(Buffer.from(key), Buffer.from(KeyMarker)) > 0
      : index > marker,
  );
  const entries: Entry[] = [];
  for (const upload of following) {
    const group = commonPrefix(upload.key, Prefix, Delimiter);
    if (group === undefined) entries.push({ key: upload.key, upload });
    else if (group !== left && entries.at(-1)?.key !== group) entries.push({ key: group });
  }
  return entries;
}
