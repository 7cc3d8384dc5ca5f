import { checkIfMatch } from '../http/etag.ts';
import { type AnsweredRequest, answeredBefore, type KeyedRequest, withAnswer } from '../http/idempotency.ts';
import { problem } from '../http/problems.ts';
import type { Expense } from './expenses.schema.ts';
import type { ExpenseStore } from './expenses.store.ts';

/** What a request says besides what it wants. */
export interface Asked {
  /** The versions that it is for; any unless told. */
  readonly ifMatch?: string | undefined;
  /** The request, when it carries an Idempotency-Key. */
  readonly keyed?: KeyedRequest | undefined;
  /** The id of what it makes inside the expense. */
  readonly makes?: string;
  readonly now: () => Date;
}

/** The expense as it is now; `before` when the same request had been answered before, so that nothing was done again. */
export interface ChangedOnce {
  readonly expense: Expense;
  readonly before?: AnsweredRequest;
}

/** How often a change is tried again when someone else changed the expense in between. */
const attempts = 5;

/**
 * Applies `change` to an expense as it is now, and again when it turns out to have moved on; with an `ifMatch`
 * the caller wants exactly one version. What was done for a request with an Idempotency-Key is remembered by the same
 * write, so that no repetition does it again. Throws `expense.busy` when others are always faster, and
 * `idempotency.key-reused`.
 */
export async function changeOnce(
  load: () => Promise<Expense>,
  save: ExpenseStore['save'],
  change: (expense: Expense) => Expense | Promise<Expense>,
  { ifMatch, keyed, makes, now }: Asked,
): Promise<ChangedOnce> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const expense = await load();
    const before = answeredBefore(expense, keyed, now());
    if (before) return { expense, before };
    checkIfMatch(ifMatch, expense.version);
    const changed = withAnswer(await change(expense), keyed, now(), makes);
    if (await save(changed)) return { expense: changed };
  }
  throw problem('expense.busy');
}
