import type { Call } from '../../../core/service.ts';
import { writing } from '../../authorization.ts';
import { checkCannedAcl } from '../../buckets/acl.ts';
import { s3Errors } from '../../errors.ts';
import { newObjectInput } from '../../http/input.ts';
import { checksumOf, DEFAULT_ALGORITHM } from '../../objects/checksums.ts';
import { encryptionMembers, objectHeaders, objectMetadata } from '../../objects/headers.ts';
import { addVersion, writtenVersionId } from '../../objects/versions.ts';
import { checkWrite, type NewObjectInput } from '../../objects/writing.ts';
import { defineS3Operation } from '../../operation.ts';
import { tagsOfHeader } from '../../tags.ts';

/** The largest object that is uploaded in one go, in bytes (5 GiB). */
const MAX_UPLOAD = 5 * 1024 ** 3;

/** PutObject. */
export const putObject = defineS3Operation({
  name: 'PutObject',
  authorization: writing,
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'object',
    read: (request) => ({ ...newObjectInput(request), Body: request.body }),
  },
  async run({ buckets }, input: NewObjectInput, call: Call) {
    buckets.get(input.Bucket);
    if (input.ACL !== undefined) checkCannedAcl(input.ACL);
    const body = typeof input.Body === 'string' ? Buffer.from(input.Body) : (input.Body ?? new Uint8Array());
    if (body.byteLength > MAX_UPLOAD) throw s3Errors.entityTooLarge(body.byteLength, MAX_UPLOAD);
    const checksum = input.Checksum ?? (await checksumOf(input.ChecksumAlgorithm ?? DEFAULT_ALGORITHM, body));
    const encrypted = await buckets.keys.encrypt(input, call.principal);
    checkWrite(buckets.objects(input.Bucket).current(input.Key), input);
    const version = addVersion(
      buckets,
      { bucket: input.Bucket, key: input.Key },
      {
        body,
        ...encrypted,
        headers: { ...objectHeaders(input), ...encrypted.headers },
        metadata: objectMetadata(input),
        tags: tagsOfHeader(input.Tagging),
        checksum,
      },
      `ObjectCreated:${input.By ?? 'Put'}`,
      call,
    );
    return {
      ETag: version.etag,
      ...writtenVersionId(version),
      Checksum: checksum,
      ChecksumType: 'FULL_OBJECT',
      ...encryptionMembers(version.headers),
    };
  },
});
