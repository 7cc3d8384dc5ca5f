import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';

const DAY = 86_400_000;
const DEFAULT_WINDOW = 30;

/** ScheduleKeyDeletion: the key is gone after 7 to 30 days on the clock, and unusable until then. */
export function scheduleKeyDeletion(keys: Keys) {
  return (input: { KeyId?: string; PendingWindowInDays?: number }) => {
    const key = keys.changeable(input.KeyId);
    const pendingWindow = input.PendingWindowInDays ?? DEFAULT_WINDOW;
    if (!Number.isInteger(pendingWindow) || pendingWindow < 7 || pendingWindow > 30) {
      throw kmsErrors.validation('PendingWindowInDays must be between 7 and 30');
    }
    const deletionAt = keys.context.clock.now() + pendingWindow * DAY;
    keys.save({ ...key, deletionAt, pendingWindow });
    return {
      KeyId: keys.arnOf(key),
      DeletionDate: new Date(deletionAt),
      KeyState: 'PendingDeletion',
      PendingWindowInDays: pendingWindow,
    };
  };
}

/** CancelKeyDeletion: the key is disabled afterwards. */
export function cancelKeyDeletion(keys: Keys) {
  return (input: { KeyId?: string }) => {
    const { deletionAt, pendingWindow: _over, ...key } = keys.find(input.KeyId);
    if (deletionAt === undefined) throw kmsErrors.notPendingDeletion(keys.arnOf(key));
    keys.save({ ...key, enabled: false });
    return { KeyId: keys.arnOf(key) };
  };
}
