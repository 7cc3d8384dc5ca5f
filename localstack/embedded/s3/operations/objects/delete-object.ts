import type { Call } from '../../../core/service.ts';
import { deleting } from '../../authorization.ts';
import { withHeaders } from '../../http/answers.ts';
import { defined, objectInput } from '../../http/input.ts';
import type { ObjectInput } from '../../model.ts';
import { checkDelete, type DeleteConditions } from '../../objects/conditions.ts';
import { deleteVersion } from '../../objects/versions.ts';
import { defineS3Operation } from '../../operation.ts';

interface DeleteObjectInput extends ObjectInput, DeleteConditions {}

/** DeleteObject. */
export const deleteObject = defineS3Operation({
  name: 'DeleteObject',
  authorization: deleting,
  binding: {
    method: 'DELETE',
    level: 'object',
    read: (request) => ({
      ...objectInput(request),
      ...defined({
        IfMatch: request.headers['if-match'],
        IfMatchLastModifiedTime: request.headers['x-amz-if-match-last-modified-time'],
        IfMatchSize: request.headers['x-amz-if-match-size'],
      }),
    }),
    write: (output) => withHeaders(output, 204),
  },
  run({ buckets }, input: DeleteObjectInput, call: Call) {
    checkDelete(buckets.objects(input.Bucket).current(input.Key), input.Key, input);
    return deleteVersion(buckets, { bucket: input.Bucket, key: input.Key }, input.VersionId, call);
  },
});
