import type { Call } from '../../../core/service.ts';
import { writing } from '../../authorization.ts';
import { withUpload } from '../../http/answers.ts';
import { newObjectInput } from '../../http/input.ts';
import { encryptionMembers, objectHeaders, objectMetadata } from '../../objects/headers.ts';
import { type NewObjectInput, tagsOfHeader } from '../../objects/writing.ts';
import { defineS3Operation } from '../../operation.ts';

/** CreateMultipartUpload. */
export const createMultipartUpload = defineS3Operation({
  name: 'CreateMultipartUpload',
  authorization: writing,
  metering: 'writeRequests',
  binding: {
    method: 'POST',
    level: 'object',
    subresource: 'uploads',
    read: newObjectInput,
    write: (output) => withUpload('InitiateMultipartUploadResult', output),
  },
  async run({ buckets, uploads }, input: NewObjectInput, call: Call) {
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
      tags: tagsOfHeader(input.Tagging),
      parts: [],
    });
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: uploadId,
      ...encryptionMembers(encrypted.headers),
    };
  },
});
