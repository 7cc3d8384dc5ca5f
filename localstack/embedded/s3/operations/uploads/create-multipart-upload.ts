import type { Call } from '../../../core/service.ts';
import { writing } from '../../authorization.ts';
import { s3Errors } from '../../errors.ts';
import { headersOf, withXml } from '../../http/answers.ts';
import { defined, newObjectInput } from '../../http/input.ts';
import { checksumAlgorithm, defaultType } from '../../objects/checksums.ts';
import { encryptionMembers, objectHeaders, objectMetadata } from '../../objects/headers.ts';
import type { NewObjectInput } from '../../objects/writing.ts';
import { defineS3Operation } from '../../operation.ts';
import { tagsOfHeader } from '../../tags.ts';
import type { Upload } from '../../uploads.ts';

type CreateMultipartUploadInput = NewObjectInput & { readonly ChecksumType?: string };

/** CreateMultipartUpload. */
export const createMultipartUpload = defineS3Operation({
  name: 'CreateMultipartUpload',
  authorization: writing,
  metering: 'writeRequests',
  binding: {
    method: 'POST',
    level: 'object',
    subresource: 'uploads',
    read: (request) => ({
      ...newObjectInput(request),
      ...defined({
        ChecksumAlgorithm: request.headers['x-amz-checksum-algorithm'],
        ChecksumType: request.headers['x-amz-checksum-type'],
      }),
    }),
    write: ({ Bucket, Key, UploadId, ...rest }) =>
      withXml('InitiateMultipartUploadResult', { Bucket, Key, UploadId }, headersOf(rest)),
  },
  async run({ buckets, uploads }, input: CreateMultipartUploadInput, call: Call) {
    const checksum = uploadChecksum(input.ChecksumAlgorithm, input.ChecksumType);
    buckets.get(input.Bucket);
    const encrypted = await buckets.keys.encrypt(input, call.principal);
    const { clock, random } = buckets.context;
    const current = buckets.objects(input.Bucket).current(input.Key);
    const uploadId = Buffer.from(random.bytes(48)).toString('base64url');
    uploads.save({
      uploadId,
      bucket: input.Bucket,
      key: input.Key,
      startedAt: clock.now(),
      initiator: call.principal.arn,
      ...(checksum ? { checksum } : {}),
      ...(current ? { overwrites: { etag: current.etag, lastModified: current.lastModified } } : {}),
      ...encrypted,
      headers: { ...objectHeaders(input), ...encrypted.headers },
      metadata: objectMetadata(input),
      tags: tagsOfHeader(input.Tagging),
      parts: [],
    });
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: uploadId,
      ...(checksum
        ? { ChecksumAlgorithm: checksum.algorithm.toUpperCase(), ChecksumType: checksum.type }
        : {}),
      ...encryptionMembers(encrypted.headers),
    };
  },
});

/** Algorithms whose checksum of all the bytes cannot be had from those of the parts. */
const COMPOSITE_ONLY = new Set(['sha1', 'sha256']);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
function uploadChecksum(name: string | undefined, type: string | undefined): Upload['checksum'] {
  if (name === undefined) {
    if (type === undefined) return undefined;
    throw s3Errors.invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = checksumAlgorithm(name);
  const wanted = type ?? defaultType(algorithm);
  if (wanted !== 'COMPOSITE' && wanted !== 'FULL_OBJECT') {
    throw s3Errors.invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  const impossible = wanted === 'FULL_OBJECT' ? COMPOSITE_ONLY.has(algorithm) : algorithm === 'crc64nvme';
  if (!impossible) return { algorithm, type: wanted };
  throw s3Errors.invalidRequest(
    `The ${wanted} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
  );
}
