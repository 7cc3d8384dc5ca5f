import type { EmbeddedContext } from '../core/context.ts';
import { s3Errors } from './errors.ts';
import type { BucketInput, Checksum, ChecksumType, ObjectVersion } from './model.ts';

/** An upload in parts that is under way. */
export interface Upload extends Pick<ObjectVersion, 'headers' | 'metadata' | 'tags' | 'encryption'> {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** How the object is to be checked; default: by all its bytes, with S3's own algorithm. */
  readonly checksum?: { readonly algorithm: string; readonly type: ChecksumType };
  /** The ARN of who began it; absent where an older process stored it. */
  readonly initiator?: string;
  /** What the key had when it began; absent where it had nothing. */
  readonly overwrites?: Pick<ObjectVersion, 'etag' | 'lastModified'>;
  readonly parts: readonly Part[];
}

/** One part of it; its bytes are kept apart. */
export interface Part {
  readonly number: number;
  /** In quotes. */
  readonly etag: string;
  readonly size: number;
  readonly lastModified: number;
  readonly checksum?: Checksum;
}

/** Throws InvalidArgument where a part cannot have that number. */
export function checkPartNumber(number: number): void {
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return;
  throw s3Errors.partNumber(String(number));
}

/** The input of operations on one upload. */
export interface UploadInput extends BucketInput {
  readonly Key: string;
  readonly UploadId: string;
}

/** What listings say of an upload. */
export function describedUpload(upload: Upload, owner: { readonly ID: string }): object {
  const { checksum } = upload;
  return {
    Key: upload.key,
    UploadId: upload.uploadId,
    Initiator: initiatorOf(upload, owner),
    Owner: owner,
    StorageClass: upload.headers['x-amz-storage-class'] ?? 'STANDARD',
    ...(checksum ? { ChecksumAlgorithm: checksum.algorithm.toUpperCase(), ChecksumType: checksum.type } : {}),
  };
}

/** The account itself is named as an owner is, others by their ARN and name. */
function initiatorOf({ initiator }: Upload, owner: { readonly ID: string }): object {
  if (initiator === undefined || initiator.endsWith(':root')) return owner;
  return { ID: initiator, DisplayName: initiator.split('/').at(-1) };
}

/** The uploads under way in all buckets. */
export interface Uploads {
  /** Throws NoSuchUpload. */
  get(input: UploadInput): Upload;
  of(bucket: string): Upload[];
  save(upload: Upload): void;
  savePart(upload: Upload, part: Part, body: Uint8Array): void;
  body(upload: Upload, part: Part): Uint8Array;
  remove(upload: Upload): void;
}

/** Opens the uploads in the context's storage. */
export function createUploads(context: EmbeddedContext): Uploads {
  const uploads = context.storage.collection<Upload>('s3/uploads');
  const bodies = context.storage.collection<Uint8Array>('s3/upload-parts');
  const bodyKey = (upload: Upload, number: number) => `${upload.uploadId}/${number}`;
  return {
    get({ Bucket, Key, UploadId }) {
      const upload = uploads.get(UploadId);
      if (upload?.bucket !== Bucket || upload.key !== Key) throw s3Errors.noSuchUpload(UploadId);
      return upload;
    },
    of: (bucket) => [...uploads.values()].filter((upload) => upload.bucket === bucket),
    save(upload) {
      uploads.set(upload.uploadId, upload);
    },
    savePart(upload, part, body) {
      bodies.set(bodyKey(upload, part.number), body);
      const others = upload.parts.filter(({ number }) => number !== part.number);
      const parts = [...others, part].sort((a, b) => a.number - b.number);
      uploads.set(upload.uploadId, { ...upload, parts });
    },
    body: (upload, part) => bodies.get(bodyKey(upload, part.number)) ?? new Uint8Array(),
    remove(upload) {
      for (const { number } of upload.parts) bodies.delete(bodyKey(upload, number));
      uploads.delete(upload.uploadId);
    },
  };
}
