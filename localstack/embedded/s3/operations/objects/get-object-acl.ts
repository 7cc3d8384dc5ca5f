import { onVersion } from '../../authorization.ts';
import { accessList } from '../../buckets/acl.ts';
import { withXml } from '../../http/answers.ts';
import { objectInput } from '../../http/input.ts';
import type { ObjectInput } from '../../model.ts';
import { versionOf } from '../../objects/versions.ts';
import { defineS3Operation } from '../../operation.ts';

/** GetObjectAcl: the owner alone has access. */
export const getObjectAcl = defineS3Operation({
  name: 'GetObjectAcl',
  authorization: onVersion('GetObjectAcl', 'GetObjectVersionAcl'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'object',
    subresource: 'acl',
    read: objectInput,
    write: (output) => withXml('AccessControlPolicy', output),
  },
  run({ buckets }, input: ObjectInput) {
    buckets.get(input.Bucket);
    versionOf(buckets, input);
    return accessList(buckets);
  },
});
