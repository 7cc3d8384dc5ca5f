import type { LoadUser } from '../../../shared/plan.ts';
import { type Answer, bodyOf, call } from '../../api.ts';

/** What scenarios read of an expense. */
export interface Expense {
  readonly id: string;
  readonly status: string;
  readonly receipts: readonly { readonly id: string; readonly status: string }[];
}

/** What scenarios read of a page of a list. */
export interface Page {
  readonly expenses: readonly Row[];
  readonly next?: string;
}

/** An expense in a list. */
export interface Row {
  readonly id: string;
  readonly version: number;
  /** Its ETag, where the list has it. */
  readonly etag?: string;
}

/** The version of an expense that somebody saw in a list, as it goes into `ifMatch`: the API's tag of a version is the number. */
export function etagOfRow({ version, etag }: Row): string {
  return etag ?? `"${version}"`;
}

const DAY = 86_400_000;

/** An expense of yesterday, as an employee would enter it; `amount` in minor units. */
export function anExpense({ amount }: { readonly amount: number }): object {
  return {
    merchant: 'Trattoria Al Porto',
    category: 'meals',
    amount,
    currency: 'EUR',
    incurredOn: new Date(Date.now() - DAY).toISOString().slice(0, 10),
    description: 'Client dinner',
    tags: ['client', 'travel'],
  };
}

/** Enters an expense; the answer, and the new id when there is one. */
export function enter(
  employee: LoadUser,
  amount: number,
  idempotencyKey: string,
): { readonly answer: Answer; readonly id: string | undefined } {
  const answer = call({
    method: 'POST',
    route: 'POST /expenses',
    path: '/expenses',
    as: employee,
    body: anExpense({ amount }),
    idempotencyKey,
    expect: 201,
    keepBody: true,
  });
  return { answer, id: bodyOf<Expense>(answer)?.id };
}

/** The expense as the employee sees it now. */
export function look(id: string, employee: LoadUser): Answer {
  return call({
    method: 'GET',
    route: 'GET /expenses/{id}',
    path: `/expenses/${id}`,
    as: employee,
    expect: 200,
    keepBody: true,
  });
}
