import { onVersion } from '../../authorization.ts';
import { withHeaders } from '../../http/answers.ts';
import { objectInput } from '../../http/input.ts';
import type { ObjectInput } from '../../model.ts';
import { replaceObjectTags } from '../../objects/tags.ts';
import { defineS3Operation } from '../../operation.ts';

/** DeleteObjectTagging. */
export const deleteObjectTagging = defineS3Operation({
  name: 'DeleteObjectTagging',
  authorization: onVersion('DeleteObjectTagging', 'DeleteObjectVersionTagging'),
  binding: {
    method: 'DELETE',
    level: 'object',
    subresource: 'tagging',
    read: objectInput,
    write: (output) => withHeaders(output, 204),
  },
  run: ({ buckets }, input: ObjectInput) => replaceObjectTags(buckets, input, {}, 'DELETE'),
});
