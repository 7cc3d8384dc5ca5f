import type { LoadUser } from '../../../shared/plan.ts';
import type { Answer, Caller } from '../scenario.ts';
import { bodyOf } from './answers.ts';

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

/** What looking through an approver's queue is held to, wherever it is done. */
export const queueLimit = { embedded: 300 } as const;

const DAY = 86_400_000;

/**
 * Enters an expense of yesterday, as an employee would.
 *
 * @param amount in minor units
 * @returns the answer, and the new id when there is one
 */
export function enter(
  user: Caller<'POST /expenses'>,
  amount: number,
): { readonly answer: Answer; readonly id: string | undefined } {
  const body = {
    merchant: 'Trattoria Al Porto',
    category: 'meals',
    amount,
    currency: 'EUR',
    incurredOn: new Date(Date.now() - DAY).toISOString().slice(0, 10),
    description: 'Client dinner',
    tags: ['client', 'travel'],
  };
  const call = { path: '/expenses', body, idempotencyKey: user.key, expect: 201, keepBody: true };
  const answer = user.call('POST /expenses', call);
  return { answer, id: bodyOf<Expense>(answer)?.id };
}

/** The expense as somebody sees it now; default: as the employee does. */
export function look(user: Caller<'GET /expenses/{id}'>, id: string, as: LoadUser = user.employee): Answer {
  return user.call('GET /expenses/{id}', { path: `/expenses/${id}`, as, keepBody: true });
}

/** Reads a list page by page by its cursors, each when it is asked for; a page that failed has no expenses and is the last. */
export function* pagesOf<Route extends string>(
  user: Caller<Route>,
  route: Route,
  path: string,
  as: LoadUser,
): Generator<readonly Row[]> {
  let cursor: string | undefined;
  do {
    const at = cursor === undefined ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
    const page = bodyOf<Page>(user.call(route, { path: at, as, keepBody: true }));
    yield page?.expenses ?? [];
    cursor = page?.next;
  } while (cursor);
}
