import { onVersion } from '../../authorization.ts';
import { withXml } from '../../http/answers.ts';
import { objectInput } from '../../http/input.ts';
import type { ObjectInput } from '../../model.ts';
import { versionOf } from '../../objects/versions.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetObjectTagging. */
export const getObjectTagging = defineS3Operation({
  name: 'GetObjectTagging',
  authorization: onVersion('GetObjectTagging', 'GetObjectVersionTagging'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'object',
    subresource: 'tagging',
    read: objectInput,
    write: (output) => withXml('Tagging', { TagSet: { Tag: output.TagSet } }),
  },
  run: ({ buckets }, input: ObjectInput) => ({
    TagSet: Object.entries(versionOf(buckets, input).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
});
