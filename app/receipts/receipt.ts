import { systemActor } from '../contract/system-actor.ts';
import { problem } from '../errors/problems.ts';
import { requireDraft } from '../expenses/expense.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import { withEvent } from '../expenses/history.ts';
import type { Receipt, StoredReceipt } from '../expenses/receipt.schema.ts';
import { type NewReceipt, receiptLimits } from './receipts.schema.ts';

/** The result of checking a file. */
export type Verdict = Pick<
  StoredReceipt,
  'status' | 'reason' | 'duplicateOf' | 'size' | 'sha256' | 'versionId'
>;

/** A draft with one more receipt, whose file is not uploaded yet. Throws `expense.not-draft` and `receipt.too-many`. */
export function withReceipt(
  expense: Expense,
  id: string,
  details: NewReceipt,
  by: string,
  at: string,
): Expense {
  requireDraft(expense);
  if (Object.keys(expense.receipts).length >= receiptLimits.perExpense) {
    throw problem('receipt.too-many', {
      detail: `An expense holds up to ${receiptLimits.perExpense} receipts`,
    });
  }
  const receipt: Receipt = { id, ...details, status: 'pending', createdAt: at };
  const event = { at, by, event: 'receipt-added', receiptId: id };
  return withEvent(withReceipts(expense, { ...expense.receipts, [id]: receipt }), event, 'drafting', expense);
}

/** A draft without that receipt. */
export function withoutReceipt(expense: Expense, id: string, by: string, at: string): Expense {
  requireDraft(expense);
  requireReceipt(expense, id);
  const { [id]: removed, ...receipts } = expense.receipts;
  // Never refused for its size: it makes room, and an expense cannot be submitted with a pending receipt.
  const event = { at, by, event: 'receipt-removed', receiptId: id };
  return withEvent(withReceipts(expense, receipts), event, 'ending');
}

/** The receipt with that id; undefined when there is none, also for names that every object has. */
export function receiptOf(expense: Expense, id: string): StoredReceipt | undefined {
  return Object.hasOwn(expense.receipts, id) ? expense.receipts[id] : undefined;
}

/** The receipt with that id. Throws `receipt.not-found`. */
export function requireReceipt(expense: Expense, id: string): StoredReceipt {
  const receipt = receiptOf(expense, id);
  if (!receipt) throw problem('receipt.not-found');
  return receipt;
}

/** How many verdicts on one receipt the history records, because a form can be posted again and again. */
const maxVerdictEntries = 4;

/** The expense with the verdict on a receipt's file. In any status, because the file may come late. */
export function withVerdict(expense: Expense, id: string, verdict: Verdict, at: string): Expense {
  const { reason, duplicateOf, ...receipt } = requireReceipt(expense, id);
  const looked = { ...receipt, ...verdict, processedAt: at };
  const next = withReceipts(expense, { ...expense.receipts, [id]: looked });
  const recorded = expense.history.filter(
    (entry) => entry.receiptId === id && entry.by === systemActor,
  ).length;
  if (recorded >= maxVerdictEntries) return { ...next, version: expense.version + 1, updatedAt: at };
  const event = `receipt-${verdict.status}`;
  return withEvent(next, { at, by: systemActor, event, receiptId: id }, 'ending');
}

/**
 * Throws `receipt.pending` while a receipt has not been checked: an approver has to see what was submitted.
 */
export function requireNonePending({ receipts }: Expense): void {
  const pending = Object.values(receipts).filter(({ status }) => status === 'pending');
  if (pending.length === 0) return;
  const names = pending.map(({ id, fileName }) => fileName ?? id).join(', ');
  throw problem('receipt.pending', {
    detail: `Not looked at yet: ${names}. Upload the file and wait some seconds, or remove the receipt`,
  });
}

/** Milliseconds after the end of an upload form at which its receipt is overdue. */
const uploadGrace = 5 * 60 * 1000;

/** Whether the file of a receipt should have been uploaded and checked by now. */
export function isOverdue({ status, createdAt }: Receipt, now: Date): boolean {
  return status === 'pending' && overdueAt(createdAt) <= now.getTime();
}

function overdueAt(createdAt: string): number {
  return Date.parse(createdAt) + receiptLimits.linkLifetime * 1000 + uploadGrace;
}

/** The expense with these receipts; the reconciler checks a draft when its first pending receipt is overdue. */
function withReceipts({ workflowCheckAt, ...expense }: Expense, receipts: Expense['receipts']): Expense {
  // An approval has its own time of the next check, and no pending receipt.
  if (expense.status !== 'draft')
    return { ...expense, receipts, ...(workflowCheckAt ? { workflowCheckAt } : {}) };
  const pending = Object.values(receipts).filter(({ status }) => status === 'pending');
  if (pending.length === 0) return { ...expense, receipts };
  const first = Math.min(...pending.map(({ createdAt }) => overdueAt(createdAt)));
  return { ...expense, receipts, workflowCheckAt: new Date(first).toISOString() };
}
