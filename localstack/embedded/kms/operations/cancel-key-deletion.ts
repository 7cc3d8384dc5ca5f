import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** CancelKeyDeletion: the key is disabled afterwards. */
export const cancelKeyDeletion = defineOperation({
  name: 'CancelKeyDeletion',
  authorization: onKey('CancelKeyDeletion'),
  run(keys: Keys, { KeyId }: KeyInput) {
    const { deletionAt, pendingWindow: _over, ...key } = keys.find(KeyId);
    if (deletionAt === undefined) throw kmsErrors.notPendingDeletion(keys.arnOf(key));
    keys.save({ ...key, enabled: false });
    return { KeyId: keys.arnOf(key) };
  },
});
