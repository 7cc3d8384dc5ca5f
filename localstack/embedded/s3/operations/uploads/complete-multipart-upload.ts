import { createHash } from 'node:crypto';
import type { Call } from '../../../core/service.ts';
import { listOf } from '../../../protocol/xml.ts';
import { onObject } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { withUpload } from '../../http/answers.ts';
import { defined, uploadInput } from '../../http/input.ts';
import { xmlBody } from '../../http/request.ts';
import type { Checksum, ChecksumType } from '../../model.ts';
import { checksumElements, declaredChecksum } from '../../objects/checksums.ts';
import { type ChosenPart, chosenParts, completedChecksum } from '../../objects/completion.ts';
import { encryptionMembers } from '../../objects/headers.ts';
import { addVersion, writtenVersionId } from '../../objects/versions.ts';
import { checkWrite } from '../../objects/writing.ts';
import { defineS3Operation } from '../../operation.ts';
import type { S3State } from '../../state.ts';
import type { Upload, UploadInput } from '../../uploads.ts';

interface CompleteMultipartUploadInput extends UploadInput {
  readonly MultipartUpload: { Parts: ChosenPart[] };
  readonly IfNoneMatch?: string;
  readonly IfMatch?: string;
  /** The sender's checksum of the object, unverified. */
  readonly Checksum?: Checksum;
  readonly ChecksumType?: ChecksumType;
  /** In bytes. */
  readonly MpuObjectSize?: number;
}

/** CompleteMultipartUpload. Throws InvalidPart, InvalidPartOrder, EntityTooSmall, or what a condition throws. */
export const completeMultipartUpload = defineS3Operation({
  name: 'CompleteMultipartUpload',
  authorization: onObject('PutObject'),
  metering: 'writeRequests',
  binding: {
    method: 'POST',
    level: 'object',
    subresource: 'uploadId',
    checksumOf: 'object',
    read: (request) => {
      const { headers } = request;
      const { Part } = request.body.byteLength > 0 ? xmlBody(request, 'CompleteMultipartUpload') : {};
      const parts = listOf<{ PartNumber: string; ETag: string }>(Part);
      const size = headers['x-amz-mp-object-size'];
      return {
        ...uploadInput(request),
        ...defined({
          IfNoneMatch: headers['if-none-match'],
          IfMatch: headers['if-match'],
          Checksum: declaredChecksum(headers),
          ChecksumType: headers['x-amz-checksum-type'],
          MpuObjectSize: size === undefined ? undefined : Number(size),
        }),
        MultipartUpload: { Parts: parts.map((part) => ({ ...part, PartNumber: Number(part.PartNumber) })) },
      };
    },
    write: (output) => withUpload('CompleteMultipartUploadResult', output),
  },
  async run({ buckets, uploads }, input: CompleteMultipartUploadInput, call: Call) {
    buckets.get(input.Bucket);
    await buckets.keys.open(uploads.get(input), call.principal);
    const begun = uploads.get(input);
    const parts = chosenParts(begun, input.MultipartUpload.Parts, input.ChecksumType);
    const body = Buffer.concat(parts.map((part) => uploads.body(begun, part)));
    checkSize(input.MpuObjectSize, body.byteLength);
    const checksum = await completedChecksum(begun, parts, body, input.Checksum, input.ChecksumType);
    // Looked up again: the upload may have ended while the checksum was computed.
    const upload = uploads.get(input);
    checkCompletion(buckets, upload, input);
    const digests = parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), 'hex'));
    const version = addVersion(
      buckets,
      { bucket: input.Bucket, key: input.Key },
      {
        body,
        etag: `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}"`,
        parts: parts.length,
        uploadedParts: parts.map(({ number, size, checksum: own }) => ({
          number,
          size,
          ...(upload.checksum && own ? { checksum: own } : {}),
        })),
        headers: upload.headers,
        ...(upload.encryption ? { encryption: upload.encryption } : {}),
        metadata: upload.metadata,
        tags: upload.tags,
        checksum,
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
      ...checksumElements(checksum),
      ...writtenVersionId(version),
      ...encryptionMembers(version.headers),
    };
  },
});

function checkSize(declared: number | undefined, actual: number): void {
  if (declared === undefined || declared === actual) return;
  throw s3Errors.invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${declared} does not match what was computed: ${actual}`,
  );
}

/** A condition must have held all the while: throws ConditionalRequestConflict where the object was written since the upload began. */
function checkCompletion(
  buckets: S3State['buckets'],
  upload: Upload,
  input: CompleteMultipartUploadInput,
): void {
  const current = buckets.objects(input.Bucket).current(input.Key);
  checkWrite(current, input);
  if (input.IfNoneMatch !== undefined && upload.overwrites)
    throw s3Errors.conflict('If-None-Match', input.Key);
  const { etag, lastModified } = upload.overwrites ?? {};
  const another = current?.etag !== etag || current?.lastModified !== lastModified;
  if (input.IfMatch !== undefined && another) throw s3Errors.conflict('If-Match', input.Key);
}
