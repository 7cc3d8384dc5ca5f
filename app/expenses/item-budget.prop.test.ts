import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decided, recalled, submitted } from '../approvals/approval.ts';
import type { ActivePerson } from '../auth/actor.ts';
import { ProblemError } from '../errors/problems.ts';
import { keyedRequest, withAnswered } from '../persistence/idempotency.ts';
import { approvalChain } from '../policies/approval-policy.ts';
import { withoutReceipt, withReceipt, withVerdict } from '../receipts/receipt.ts';
import { anExpense } from '../testing/builders.ts';
import type { Outcome } from './approval.schema.ts';
import { changeExpense } from './expense.ts';
import type { Expense } from './expenses.schema.ts';
import { itemBytes, maxItemBytes } from './item-budget.ts';

const manager: ActivePerson = { id: 'manager', roles: ['employee', 'manager'] };
const finance: ActivePerson = { id: 'finance', roles: ['employee', 'finance'] };
const start = Date.parse('2026-03-05T10:00:00.000Z');
/** As long as a field may be, in the characters that take the most bytes. */
const longest = (characters: number, which: number) => (which % 2 ? '🧾' : '🍽').repeat(characters);

/** What the state machine writes of its own: a request, or a reminder. */
function asked(expense: Expense, index: number, times: number, at: string): Expense {
  const approver = expense.approval?.steps[index]?.approvers[0] ?? '';
  const entry = { at, by: 'system', event: 'approval-reminded' };
  return {
    ...expense,
    version: expense.version + times,
    taskToken: 't'.repeat(1024),
    queue: { approver, order: `${at}#${expense.id}` },
    waitedFor: [...new Set([...expense.waitedFor, approver])],
    history: [...expense.history, ...Array.from({ length: times }, () => entry)],
    approval: {
      round: expense.approval?.round ?? 1,
      steps: (expense.approval?.steps ?? []).map((step, number) =>
        number === index ? { ...step, status: 'waiting', approver, waitingSince: at, remindedAt: at } : step,
      ),
    },
  };
}

/** Whatever a client can do to a draft, most of it as large as it may be. */
const acts: readonly ((expense: Expense, which: number, at: Date) => Expense)[] = [
  (expense, which, at) => {
    const change = {
      description: longest(2000, which),
      merchant: longest(200, which),
      tags: [0, 1, 2].map((n) => longest(49, which) + n),
    };
    return changeExpense(expense, change, 'owner', at.toISOString());
  },
  (expense, which, at) =>
    withReceipt(
      expense,
      `r${which}-${expense.version}`,
      { contentType: 'image/png', fileName: longest(200, which) },
      'owner',
      at.toISOString(),
    ),
  (expense, _which, at) => {
    const [id = ''] = Object.keys(expense.receipts);
    return withoutReceipt(expense, id, 'owner', at.toISOString());
  },
  (expense, which, at) => {
    const [id = ''] = Object.keys(expense.receipts);
    const status = which % 2 ? 'accepted' : 'refused';
    return withVerdict(expense, id, { status, sha256: 'f'.repeat(64) }, at.toISOString());
  },
  (expense, _which, at) => {
    const chain = approvalChain({ ...expense, managerId: 'manager' });
    const waiting = asked(submitted(expense, chain, 'owner', at), 0, 5, at.toISOString());
    return recalled(waiting, 'owner', at);
  },
];

/** The expense after `act`, or as it was where the act is refused. */
function tried(expense: Expense, act: (expense: Expense) => Expense): Expense {
  try {
    return act(expense);
  } catch (error) {
    if (error instanceof ProblemError) return expense;
    throw error;
  }
}

/**
 * After everything that a client has, over and over, as far as each is allowed, every `minutes`: a sitting apart, or so
 * close that no Idempotency-Key is forgotten.
 */
function filledToTheBrim(order: readonly number[], minutes = 31): Expense {
  let expense = anExpense({ amount: 500_000 });
  for (let turn = 0; turn < 400; turn++) {
    const act = acts[order[turn % order.length] ?? 0] as (typeof acts)[number];
    const at = new Date(start + turn * minutes * 60_000);
    const keyed = keyedRequest('owner', 'POST /', `key-${turn}`, {});
    expense = tried(expense, (current) => withAnswered(act(current, turn, at), keyed, at));
  }
  return expense;
}

/** A receipt that is pending keeps a draft from being submitted, and its owner can remove it. */
function withoutPending(expense: Expense): Expense {
  return Object.values(expense.receipts)
    .filter(({ status }) => status === 'pending')
    .reduce((left, { id }) => withoutReceipt(left, id, 'owner', new Date(start).toISOString()), expense);
}

describe('an expense that is filled by every means that a client has', () => {
  it('can still be ended, by each way out, and fits into an item', () => {
    const outcomes = fc.constantFrom<Outcome>('approved', 'rejected');
    const orders = fc.array(fc.nat(acts.length - 1), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(orders, outcomes, fc.constantFrom(1, 31), (order, outcome, minutes) => {
        const draft = withoutPending(filledToTheBrim(order, minutes));
        const at = new Date(start + 400 * 31 * 60_000);
        const chain = approvalChain({ ...draft, managerId: 'manager' });
        const round = tried(draft, (current) => submitted(current, chain, 'owner', at));
        // Refused at last: then it is a draft, which can be deleted whatever its size.
        if (round.status === 'draft') return;
        const comment = longest(1000, 1);
        // The state machine asks, and reminds of each step for half a year.
        let waiting = asked(round, 0, 61, at.toISOString());
        expect(recalled(waiting, 'owner', at).status).toBe('draft');
        waiting = asked(
          decided(waiting, manager, { outcome: 'approved', comment }, at),
          1,
          61,
          at.toISOString(),
        );
        const ended = decided(waiting, finance, { outcome, comment }, at);
        expect(itemBytes(ended)).toBeLessThan(maxItemBytes - 64 * 1024);
      }),
      { numRuns: 25 },
    );
  });

  it('stops drafting with a sentence that says the ways out, and can be submitted then', () => {
    let expense = anExpense({ amount: 500_000 });
    const edit = acts[0] as (typeof acts)[number];
    const fill = () => {
      for (let turn = 0; turn < 1000; turn++) {
        expense = edit(expense, turn, new Date(start + turn * 31 * 60_000));
      }
    };
    expect(fill).toThrow('submit it as it is, or delete it');
    expect(submitted(expense, [], 'owner', new Date(start)).status).toBe('submitted');
  });

  it('may be made smaller within the sitting that filled it', () => {
    const full = filledToTheBrim([0]);
    const aMinuteLater = new Date(Date.parse(full.updatedAt) + 60_000).toISOString();
    expect(changeExpense(full, { description: 'x' }, 'owner', aMinuteLater).description).toBe('x');
  });
});
