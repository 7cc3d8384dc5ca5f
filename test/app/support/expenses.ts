import { expect } from 'vitest';
import type { ExpensePage, ExpenseView } from '../../../app/expenses/expenses.schema.ts';
import { until } from '../../../localstack/testing/until.ts';
import { type Answer, as, type Caller, expectStatus } from './api.ts';
import { target } from './target.ts';

export type { ExpensePage, ExpenseView };

/** What an owner says of an expense: 120.00 EUR, which a manager decides alone. */
export const lunch = {
  merchant: 'Cafe Central',
  category: 'meals',
  amount: 120_00,
  currency: 'EUR',
  incurredOn: '2026-03-04',
} as const;

/** Nobody is asked for that little. */
export const SMALL = 25_00;
/** Manager and finance are asked. */
export const LARGE = 1000_01;

/** Makes a draft; `details` replace those of {@link lunch}. */
export async function aDraft(owner: Caller, details: object = {}): Promise<ExpenseView> {
  return expectStatus(await as(owner).post<ExpenseView>('/expenses', { ...lunch, ...details }), 201);
}

/** Makes an expense and submits it. */
export async function aSubmitted(owner: Caller, details: object = {}): Promise<ExpenseView> {
  const { id } = await aDraft(owner, details);
  return expectStatus(await as(owner).post<ExpenseView>(`/expenses/${id}/submit`), 200);
}

/** Makes an expense that waits for its first approver. */
export async function aWaiting(owner: Caller, details: object = {}): Promise<ExpenseView> {
  const { id } = await aSubmitted(owner, details);
  return isWaiting(owner, id);
}

/** Waits until the approval's current step waits for somebody. */
export function isWaiting(reader: Caller, id: string, step = 0): Promise<ExpenseView> {
  return expenseWhere(reader, id, ({ approval }) => approval?.steps[step]?.status === 'waiting', 'to wait');
}

/** Waits until the expense has that status. */
export function hasStatus(reader: Caller, id: string, status: ExpenseView['status']): Promise<ExpenseView> {
  return expenseWhere(reader, id, (expense) => expense.status === status, `to be ${status}`);
}

/** Waits until the expense is as wanted, and gives it. */
export function expenseWhere(
  reader: Caller,
  id: string,
  wanted: (expense: ExpenseView) => boolean,
  what = 'to change',
): Promise<ExpenseView> {
  return until(
    async () => {
      const expense = await readExpense(reader, id);
      return wanted(expense) && expense;
    },
    // LocalStack takes a second or more for each execution, one after the other.
    { within: target.virtualClock ? 10_000 : 60_000, what: `the expense ${what}` },
  );
}

export async function readExpense(reader: Caller, id: string): Promise<ExpenseView> {
  return expectStatus(await as(reader).get<ExpenseView>(`/expenses/${id}`), 200);
}

/** Approves what `approver` sees at this moment, or the version that `ifMatch` names. */
export async function approve(
  approver: Caller,
  id: string,
  body?: object,
  ifMatch?: string,
): Promise<Answer<ExpenseView>> {
  const headers = { 'if-match': ifMatch ?? (await etagSeenBy(approver, id)) };
  return as(approver).post<ExpenseView>(`/expenses/${id}/approve`, body, headers);
}

/** Rejects what `approver` sees at this moment, or the version that `ifMatch` names. */
export async function reject(
  approver: Caller,
  id: string,
  body: object,
  ifMatch?: string,
): Promise<Answer<ExpenseView>> {
  const headers = { 'if-match': ifMatch ?? (await etagSeenBy(approver, id)) };
  return as(approver).post<ExpenseView>(`/expenses/${id}/reject`, body, headers);
}

/** The entity tag of an expense as `reader` sees it; for who sees nothing, one of no version. */
async function etagSeenBy(reader: Caller, id: string): Promise<string> {
  const { headers } = await as(reader).get(`/expenses/${id}`);
  return headers.get('etag') ?? '"0"';
}

/** The events of an expense's history, oldest first. */
export const eventsOf = (expense: ExpenseView) => expense.history.map(({ event }) => event);

/** Every entry of a list, page by page; a page never has more than `limit`. */
export async function everyPage(reader: Caller, path: string, limit = 100): Promise<ExpensePage['expenses']> {
  const found: ExpensePage['expenses'] = [];
  let cursor = '';
  do {
    const page = await as(reader).get<ExpensePage>(
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`,
    );
    const { expenses, next } = expectStatus(page, 200);
    expect(expenses.length).toBeLessThanOrEqual(limit);
    found.push(...expenses);
    cursor = next === undefined ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  return found;
}

/** Whether an expense is in an approver's queue. */
export async function isQueued(approver: Caller, id: string): Promise<boolean> {
  return (await everyPage(approver, '/approvals')).some((entry) => entry.id === id);
}
