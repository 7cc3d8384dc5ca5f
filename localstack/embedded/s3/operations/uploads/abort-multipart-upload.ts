import { onObject } from '../../authorization.ts';
import { noContent } from '../../http/answers.ts';
import { uploadInput } from '../../http/input.ts';
import { defineS3Operation } from '../../operation.ts';
import type { UploadInput } from '../../uploads.ts';

/** AbortMultipartUpload. */
export const abortMultipartUpload = defineS3Operation({
  name: 'AbortMultipartUpload',
  authorization: onObject('AbortMultipartUpload'),
  binding: {
    method: 'DELETE',
    level: 'object',
    subresource: 'uploadId',
    read: uploadInput,
    write: noContent,
  },
  run({ buckets, uploads }, input: UploadInput) {
    buckets.get(input.Bucket);
    uploads.remove(uploads.get(input));
    return {};
  },
});
