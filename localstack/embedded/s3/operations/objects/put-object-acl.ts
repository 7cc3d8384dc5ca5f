import { onVersion } from '../../authorization.ts';
import { checkCannedAcl } from '../../buckets/acl.ts';
import { defined, objectInput } from '../../http/input.ts';
import type { ObjectInput } from '../../model.ts';
import { versionOf } from '../../objects/versions.ts';
import { defineS3Operation } from '../../operation.ts';

interface PutObjectAclInput extends ObjectInput {
  readonly ACL?: string;
}

/** PutObjectAcl: what buckets answer since their owner alone decides; `private` is what they are. */
export const putObjectAcl = defineS3Operation({
  name: 'PutObjectAcl',
  authorization: onVersion('PutObjectAcl', 'PutObjectVersionAcl'),
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'object',
    subresource: 'acl',
    read: (request) => ({ ...objectInput(request), ...defined({ ACL: request.headers['x-amz-acl'] }) }),
  },
  run({ buckets }, input: PutObjectAclInput) {
    versionOf(buckets, input, { method: 'PUT', ofMarker: true });
    checkCannedAcl(input.ACL ?? '');
    return {};
  },
});
