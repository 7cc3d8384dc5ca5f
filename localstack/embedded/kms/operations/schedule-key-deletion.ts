import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

const DAY = 86_400_000;
const DEFAULT_WINDOW = 30;

interface ScheduleKeyDeletionInput extends KeyInput {
  readonly PendingWindowInDays?: number;
}

/** ScheduleKeyDeletion: the key is gone after 7 to 30 days on the clock, and unusable until then. */
export const scheduleKeyDeletion = defineOperation({
  name: 'ScheduleKeyDeletion',
  authorization: onKey('ScheduleKeyDeletion'),
  run(keys: Keys, { KeyId, PendingWindowInDays }: ScheduleKeyDeletionInput) {
    const key = keys.changeable(KeyId);
    const days = PendingWindowInDays ?? DEFAULT_WINDOW;
    if (!Number.isInteger(days) || days < 7 || days > 30) {
      throw kmsErrors.validation('PendingWindowInDays must be between 7 and 30');
    }
    const deletionAt = keys.context.clock.now() + days * DAY;
    keys.save({ ...key, deletionAt, pendingWindow: days });
    return {
      KeyId: keys.arnOf(key),
      DeletionDate: new Date(deletionAt),
      KeyState: 'PendingDeletion',
      PendingWindowInDays: days,
    };
  },
});
