import { createHash } from 'node:crypto';
import { AwsError } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import type { Buckets } from '../buckets.ts';
import { s3Errors } from '../errors.ts';
import type { Checksum } from '../model.ts';
import { encryptionMembers, objectHeaders, objectMetadata } from '../object-headers.ts';
import type { Part, Upload, Uploads } from '../uploads.ts';
import { addVersion, versionIdOf } from '../versions.ts';
import { checkWrite, type PutObjectInput, tagsOf } from './put-object.ts';

/** Every part but the last has at least this many bytes. */
const MIN_PART = 5 * 1024 ** 2;

interface At {
  Bucket: string;
  Key: string;
  UploadId: string;
}

/** CreateMultipartUpload. */
export function createMultipartUpload(buckets: Buckets, uploads: Uploads) {
  return async (input: PutObjectInput, call: Call) => {
    buckets.get(input.Bucket);
    const encrypted = await buckets.keys.encrypt(input, call.principal);
    const { clock, random } = buckets.context;
    const uploadId = Buffer.from(random.bytes(48)).toString('base64url');
    uploads.save({
      uploadId,
      bucket: input.Bucket,
      key: input.Key,
      startedAt: clock.now(),
      ...encrypted,
      headers: { ...objectHeaders(input), ...encrypted.headers },
      metadata: objectMetadata(input),
      tags: tagsOf(input.Tagging),
      parts: [],
    });
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: uploadId,
      ...encryptionMembers(encrypted.headers),
    };
  };
}

/** UploadPart: a part that is sent again replaces the first. */
export function uploadPart(buckets: Buckets, uploads: Uploads) {
  return (input: At & { PartNumber: number; Body?: Uint8Array; Checksum?: Checksum }) => {
    buckets.get(input.Bucket);
    const upload = uploads.get(input);
    const { PartNumber: number, Body: body = new Uint8Array(), Checksum: checksum } = input;
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw s3Errors.invalidArgument(
        'Part number must be an integer between 1 and 10000, inclusive',
        'partNumber',
      );
    }
    const part: Part = {
      number,
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      size: body.byteLength,
      lastModified: buckets.context.clock.now(),
      ...(checksum ? { checksum } : {}),
    };
    uploads.savePart(upload, part, body);
    return { ETag: part.etag, ...(checksum ? { Checksum: checksum } : {}) };
  };
}

interface CompleteInput extends At {
  MultipartUpload: { Parts: { PartNumber: number; ETag: string }[] };
  IfNoneMatch?: string;
  IfMatch?: string;
}

/** CompleteMultipartUpload. Throws InvalidPart, InvalidPartOrder or EntityTooSmall. */
export function completeMultipartUpload(buckets: Buckets, uploads: Uploads) {
  return async (input: CompleteInput, call: Call) => {
    buckets.get(input.Bucket);
    await buckets.keys.open(uploads.get(input), call.principal);
    const upload = uploads.get(input);
    const parts = chosenParts(upload, input.MultipartUpload.Parts);
    checkWrite(buckets.objects(input.Bucket).current(input.Key), input);
    const digests = parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), 'hex'));
    const version = addVersion(
      buckets,
      { bucket: input.Bucket, key: input.Key },
      {
        body: Buffer.concat(parts.map((part) => uploads.body(upload, part))),
        etag: `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}"`,
        parts: parts.length,
        headers: upload.headers,
        ...(upload.encryption ? { encryption: upload.encryption } : {}),
        metadata: upload.metadata,
        tags: upload.tags,
      },
      'ObjectCreated:CompleteMultipartUpload',
      call,
    );
    uploads.remove(upload);
    return {
      Location: `${buckets.context.endpoint()}/${input.Bucket}/${encodeURIComponent(input.Key)}`,
      Bucket: input.Bucket,
      Key: input.Key,
      ETag: version.etag,
      ...versionIdOf(buckets, input.Bucket, version),
      ...encryptionMembers(version.headers),
    };
  };
}

/** AbortMultipartUpload. */
export function abortMultipartUpload(buckets: Buckets, uploads: Uploads) {
  return (input: At) => {
    buckets.get(input.Bucket);
    uploads.remove(uploads.get(input));
    return {};
  };
}

/** ListParts: all of them, because there are 10,000 at most. */
export function listParts(buckets: Buckets, uploads: Uploads) {
  return (input: At) => {
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
  };
}

/** ListMultipartUploads. */
export function listMultipartUploads(buckets: Buckets, uploads: Uploads) {
  return (input: { Bucket: string; Prefix?: string }) => {
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
  };
}

function chosenParts(upload: Upload, chosen: readonly { PartNumber: number; ETag: string }[]): Part[] {
  if (chosen.length === 0) throw s3Errors.malformedXml();
  if (
    chosen.some(({ PartNumber }, index) => index > 0 && PartNumber <= (chosen[index - 1]?.PartNumber ?? 0))
  ) {
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
      400,
    );
  }
  const parts = chosen.map(({ PartNumber, ETag }) => {
    const part = upload.parts.find(({ number }) => number === PartNumber);
    if (part && part.etag.replaceAll('"', '') === ETag.replaceAll('"', '')) return part;
    throw new AwsError(
      'InvalidPart',
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      400,
      { UploadId: upload.uploadId, PartNumber: String(PartNumber), ETag },
    );
  });
  const small = parts.slice(0, -1).find(({ size }) => size < MIN_PART);
  if (small) throw s3Errors.entityTooSmall(small.size, MIN_PART);
  return parts;
}
