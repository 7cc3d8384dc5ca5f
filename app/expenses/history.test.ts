import { describe, expect, it } from 'vitest';
import { submitted } from '../approvals/approval.ts';
import { anExpense } from '../testing/builders.ts';
import { changeExpense } from './expense.ts';
import type { Expense } from './expenses.schema.ts';
import { itemBytes } from './item-budget.ts';

const start = Date.parse('2026-03-05T10:00:00.000Z');
const minute = (count: number) => new Date(start + count * 60_000).toISOString();
const edits = ({ history }: Expense) =>
  history.filter(({ event }) => event === 'changed').map(({ changes }) => changes);

describe('the edits of a draft', () => {
  it('say which fields changed, from what to what', () => {
    const changed = changeExpense(anExpense(), { amount: 5, description: 'Lunch' }, 'owner', minute(0));
    expect(changed.history.at(-1)).toEqual({
      at: minute(0),
      by: 'owner',
      event: 'changed',
      changes: [
        { field: 'amount', from: 12_000, to: 5 },
        { field: 'description', to: 'Lunch' },
      ],
    });
  });

  it('of one sitting are one entry, from the first state to the last', () => {
    let expense = anExpense();
    for (const [at, amount] of [
      [0, 1],
      [20, 2],
      [45, 3],
    ] as const) {
      expense = changeExpense(expense, { amount }, 'owner', minute(at));
    }
    expense = changeExpense(expense, { merchant: 'Bar' }, 'owner', minute(46));
    expect(expense.version).toBe(5);
    expect(edits(expense)).toEqual([
      [
        { field: 'amount', from: 12_000, to: 3 },
        { field: 'merchant', from: 'Cafe', to: 'Bar' },
      ],
    ]);
  });

  it('of the next sitting, or after something else, are an entry of their own', () => {
    const first = changeExpense(anExpense(), { amount: 1 }, 'owner', minute(0));
    const later = changeExpense(first, { amount: 2 }, 'owner', minute(30));
    expect(edits(later)).toHaveLength(2);
    const other = {
      ...first,
      history: [...first.history, { at: minute(1), by: 'owner', event: 'recalled' }],
    };
    expect(edits(changeExpense(other, { amount: 2 }, 'owner', minute(2)))).toHaveLength(2);
  });

  it('of two people are two entries', () => {
    const first = changeExpense(anExpense(), { amount: 1 }, 'owner', minute(0));
    expect(edits(changeExpense(first, { amount: 2 }, 'assistant', minute(1)))).toHaveLength(2);
  });

  it('that are taken back within the sitting leave nothing', () => {
    const first = changeExpense(anExpense(), { amount: 1, tags: ['a'] }, 'owner', minute(0));
    const back = changeExpense(first, { amount: 12_000, tags: [] }, 'owner', minute(1));
    expect(edits(back)).toEqual([]);
    expect(back.version).toBe(3);
  });

  it('that change nothing are none: the draft stays as it is', () => {
    const draft = anExpense();
    expect(changeExpense(draft, { amount: draft.amount, tags: [] }, 'owner', minute(0))).toBe(draft);
  });

  it('stop at 500 entries of its history, however little they take, and can still be submitted', () => {
    let expense = anExpense();
    // A sitting apart: each is an entry of its own. The first entry says that the expense was created.
    const edit = () => {
      const { amount, history } = expense;
      expense = changeExpense(expense, { amount: amount + 1 }, 'owner', minute(31 * history.length));
    };
    while (expense.history.length < 500) edit();
    expect(edit).toThrow('submit it as it is, or delete it');
    expect(expense.history).toHaveLength(500);
    expect(itemBytes(expense)).toBeLessThan(100 * 1024);
    expect(submitted(expense, [], 'owner', new Date(start)).history).toHaveLength(501);
  });
});
