import { autoApprovedKey } from '../persistence/keys.ts';
import type { Table } from '../persistence/table.ts';
import { tryTransaction } from '../persistence/transaction.ts';
import type { LimitedPeriod } from '../policies/approval-policy.ts';
import { toItem } from './expense-item.ts';
import type { Expense } from './expenses.schema.ts';

/** Seconds that a counter is kept after its last change: longer than the longest period. */
const keptSeconds = 40 * 24 * 60 * 60;

/** The outcome of the write: `conflict` when someone else changed the expense or a counter meanwhile. */
export type AutoApprovalOutcome = 'saved' | 'conflict' | 'limit-reached';

/**
 * Writes `expense` when the stored version is the one before, and adds `sum` to its owner's automatic approvals in each
 * period, when that stays within the limits: all in one transaction.
 */
export async function saveAutoApproved(
  table: Table,
  expense: Expense,
  sum: number,
  periods: readonly LimitedPeriod[],
): Promise<AutoApprovalOutcome> {
  if (periods.some(({ limit }) => sum > limit)) return 'limit-reached';
  const expiresAt = Math.floor(Date.parse(expense.updatedAt) / 1000) + keptSeconds;
  const outcome = await tryTransaction(table, [
    { put: toItem(expense), condition: 'version = :before', values: { ':before': expense.version - 1 } },
    ...periods.map(({ name, limit }) => ({
      update: autoApprovedKey(expense.ownerId, name),
      expression: 'ADD granted :sum SET expiresAt = :expiresAt',
      condition: 'attribute_not_exists(granted) OR granted <= :room',
      values: { ':sum': sum, ':room': limit - sum, ':expiresAt': expiresAt },
    })),
  ]);
  if (outcome === 'written') return 'saved';
  const [ofExpense, ...ofCounters] = outcome;
  return ofExpense !== 'condition' && ofCounters.includes('condition') ? 'limit-reached' : 'conflict';
}
