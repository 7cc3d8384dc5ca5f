import { createHash } from 'node:crypto';
import { AwsError } from '../../../core/errors.ts';
import type { Call } from '../../../core/service.ts';
import { listOf } from '../../../protocol/xml.ts';
import { onObject } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { withUpload } from '../../http/answers.ts';
import { defined, uploadInput } from '../../http/input.ts';
import { xmlBody } from '../../http/request.ts';
import { encryptionMembers } from '../../objects/headers.ts';
import { addVersion, versionIdOf } from '../../objects/versions.ts';
import { checkWrite } from '../../objects/writing.ts';
import { defineS3Operation } from '../../operation.ts';
import type { Part, Upload, UploadInput } from '../../uploads.ts';

/** Every part but the last has at least this many bytes. */
const MIN_PART = 5 * 1024 ** 2;

interface CompleteMultipartUploadInput extends UploadInput {
  readonly MultipartUpload: { Parts: { PartNumber: number; ETag: string }[] };
  readonly IfNoneMatch?: string;
  readonly IfMatch?: string;
}

/** CompleteMultipartUpload. Throws InvalidPart, InvalidPartOrder or EntityTooSmall. */
export const completeMultipartUpload = defineS3Operation({
  name: 'CompleteMultipartUpload',
  authorization: onObject('PutObject'),
  metering: 'writeRequests',
  binding: {
    method: 'POST',
    level: 'object',
    subresource: 'uploadId',
    read: (request) => {
      const { Part } = xmlBody(request, 'CompleteMultipartUpload');
      const parts = listOf<{ PartNumber: string; ETag: string }>(Part);
      return {
        ...uploadInput(request),
        ...defined({ IfNoneMatch: request.headers['if-none-match'], IfMatch: request.headers['if-match'] }),
        MultipartUpload: {
          Parts: parts.map(({ PartNumber, ETag }) => ({ PartNumber: Number(PartNumber), ETag })),
        },
      };
    },
    write: (output) => withUpload('CompleteMultipartUploadResult', output),
  },
  async run({ buckets, uploads }, input: CompleteMultipartUploadInput, call: Call) {
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
  },
});

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
