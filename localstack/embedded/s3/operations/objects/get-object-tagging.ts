import { onVersion } from '../../authorization.ts';
import { headersOf, withXml } from '../../http/answers.ts';
import { objectInput } from '../../http/input.ts';
import type { ObjectInput } from '../../model.ts';
import { versionIdOf, versionOf } from '../../objects/versions.ts';
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
    write: ({ TagSet, ...rest }) => withXml('Tagging', { TagSet: { Tag: TagSet } }, headersOf(rest)),
  },
  run({ buckets }, input: ObjectInput) {
    const version = versionOf(buckets, input, { ofMarker: true });
    return {
      TagSet: Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value })),
      ...versionIdOf(buckets, input.Bucket, version),
    };
  },
});
