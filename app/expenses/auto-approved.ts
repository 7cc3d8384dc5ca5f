import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Table, withWrite, wroteBefore } from '../config/dynamodb.ts';
import { autoApprovedKey } from '../config/keys.ts';
import { transact } from '../config/transaction.ts';
import type { LimitedPeriod } from '../policies/approval-policy.ts';
import { toItem } from './expense-item.ts';
import type { Expense } from './expenses.schema.ts';

/** Seconds for which a counter is kept after it was last added to: longer than the longest period. */
const keptSeconds = 40 * 24 * 60 * 60;

/** What became of the write: `outrun` when someone else changed the expense or a counter meanwhile. */
export type AutoApproved = 'saved' | 'outrun' | 'no-room';

/**
 * Writes `expense` when the kept version is the one before, and adds `sum` to what its owner was granted without asking
 * in each period, when that stays within the limits: all of it or nothing.
 */
export async function saveAutoApproved(
  table: Table,
  expense: Expense,
  sum: number,
  periods: readonly LimitedPeriod[],
): Promise<AutoApproved> {
  if (periods.some(({ limit }) => sum > limit)) return 'no-room';
  const id = table.newWriteId();
  const put = {
    TableName: table.name,
    Item: marshall(withWrite(toItem(expense), id), { removeUndefinedValues: true }),
    ConditionExpression: 'version = :before',
    ExpressionAttributeValues: marshall({ ':before': expense.version - 1 }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const counts = periods.map((period) => ({ Update: count(table, expense, sum, period) }));
  const outcome = await transact(table, [{ Put: put }, ...counts], id);
  if (outcome === 'written') return 'saved';
  const [ofExpense, ...ofCounters] = outcome;
  if (ofExpense?.hindrance === 'condition') {
    const { Item } = ofExpense.reason;
    return Item && wroteBefore(unmarshall(Item), id) ? 'saved' : 'outrun';
  }
  return ofCounters.some(({ hindrance }) => hindrance === 'condition') ? 'no-room' : 'outrun';
}

function count(table: Table, expense: Expense, sum: number, { name, limit }: LimitedPeriod) {
  const expiresAt = Math.floor(Date.parse(expense.updatedAt) / 1000) + keptSeconds;
  return {
    TableName: table.name,
    Key: marshall(autoApprovedKey(expense.ownerId, name)),
    UpdateExpression: 'ADD granted :sum SET expiresAt = :expiresAt',
    ConditionExpression: 'attribute_not_exists(granted) OR granted <= :room',
    ExpressionAttributeValues: marshall({ ':sum': sum, ':room': limit - sum, ':expiresAt': expiresAt }),
  };
}
