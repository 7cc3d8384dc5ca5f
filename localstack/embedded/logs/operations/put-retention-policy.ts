import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { invalidParameter } from '../errors.ts';
import { changeGroup } from '../groups.ts';
import type { LogsState } from '../state.ts';

interface PutRetentionPolicyInput {
  readonly logGroupName: string;
  readonly retentionInDays: number;
}

/** Days. */
const RETENTIONS = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/** PutRetentionPolicy: for how long a group keeps its events. */
export const putRetentionPolicy = defineOperation({
  name: 'PutRetentionPolicy',
  authorization: onGroup('PutRetentionPolicy'),
  run(state: LogsState, { logGroupName, retentionInDays }: PutRetentionPolicyInput) {
    if (!RETENTIONS.has(retentionInDays)) {
      throw invalidParameter(
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${[...RETENTIONS].join(', ')}]`,
      );
    }
    changeGroup(state, state.group({ logGroupName }), { retentionInDays });
    return {};
  },
});
