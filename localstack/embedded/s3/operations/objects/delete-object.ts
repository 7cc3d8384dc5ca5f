import type { Call } from '../../../core/service.ts';
import { onVersion } from '../../authorization.ts';
import { withHeaders } from '../../http/answers.ts';
import { objectInput } from '../../http/input.ts';
import type { ObjectInput } from '../../model.ts';
import { deleteVersion } from '../../objects/versions.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteObject. */
export const deleteObject = defineS3Operation({
  name: 'DeleteObject',
  authorization: onVersion('DeleteObject', 'DeleteObjectVersion'),
  binding: {
    method: 'DELETE',
    level: 'object',
    read: objectInput,
    write: (output) => withHeaders(output, 204),
  },
  run({ buckets }, input: ObjectInput, call: Call) {
    buckets.get(input.Bucket);
    return deleteVersion(buckets, { bucket: input.Bucket, key: input.Key }, input.VersionId, call);
  },
});
