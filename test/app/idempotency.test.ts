import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type Answer, as, expectProblem, expectStatus } from './support/api.ts';
import { routes } from './support/contract.ts';
import {
  aDraft,
  aWaiting,
  type ExpenseView,
  eventsOf,
  everyPage,
  isWaiting,
  lunch,
  readExpense,
} from './support/expenses.ts';
import { aPerson, aTeam, type Person, type Profile, type Team } from './support/people.ts';

/** A request that is ready to be made. */
interface Ready {
  readonly by: Person;
  readonly path: string;
  readonly body?: object;
  /** A body that the route takes too; absent where the route takes none. */
  readonly otherBody?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The id of what the answer speaks of. */
  readonly idOf: (answer: Answer<unknown>) => unknown;
  /** How often what was asked for has been done. */
  readonly done: () => Promise<number>;
}

interface Case {
  readonly status: number;
  readonly ready: () => Promise<Ready>;
}

let team: Team;
beforeAll(async () => {
  team = await aTeam();
});

const idOfExpense = ({ body }: Answer<unknown>) => (body as ExpenseView).id;
const often = async (expense: Pick<ExpenseView, 'id'>, event: string) =>
  eventsOf(await readExpense(team.employee, expense.id)).filter((one) => one === event).length;
const act = (by: Person, expense: ExpenseView, action: string, event: string) => ({
  by,
  path: `/expenses/${expense.id}/${action}`,
  headers: { 'if-match': `"${expense.version}"` },
  idOf: idOfExpense,
  done: () => often(expense, event),
});

/** An admin keeps a person out, or lets them in again. */
const activity = ({ id }: Person, active: boolean): Ready => ({
  by: team.admin,
  path: `/users/${id}/${active ? 'reactivate' : 'deactivate'}`,
  idOf: ({ body }) => (body as Profile).id,
  done: async () => {
    // The one answer that an admin gets of a person alone: nothing is changed by it.
    const same = await as(team.admin).patch<Profile>(`/users/${id}`, { managerId: null });
    return expectStatus(same, 200).active === active ? 1 : 0;
  },
});

/** Every POST of the API: a route that is new needs a case of its own. */
const cases: Readonly<Record<string, Case>> = {
  'POST /expenses': {
    status: 201,
    ready: async () => {
      const by = await aPerson();
      const done = async () => (await everyPage(by, '/expenses')).length;
      const otherBody = { ...lunch, amount: 1 };
      return { by, path: '/expenses', body: lunch, otherBody, idOf: idOfExpense, done };
    },
  },
  'POST /expenses/{id}/receipts': {
    status: 201,
    ready: async () => {
      const expense = await aDraft(team.employee);
      return {
        by: team.employee,
        path: `/expenses/${expense.id}/receipts`,
        body: { contentType: 'image/png' },
        otherBody: { contentType: 'application/pdf' },
        idOf: ({ body }) => (body as { receipt: { id: string } }).receipt.id,
        done: () => often(expense, 'receipt-added'),
      };
    },
  },
  'POST /expenses/{id}/submit': {
    status: 200,
    ready: async () => act(team.employee, await aDraft(team.employee), 'submit', 'submitted'),
  },
  'POST /expenses/{id}/recall': {
    status: 200,
    ready: async () => act(team.employee, await aWaiting(team.employee), 'recall', 'recalled'),
  },
  'POST /expenses/{id}/approve': {
    status: 200,
    ready: async () => ({
      ...act(team.manager, await aWaiting(team.employee), 'approve', 'step-approved'),
      body: { comment: 'Fine' },
      otherBody: { comment: 'Good' },
    }),
  },
  'POST /expenses/{id}/reject': {
    status: 200,
    ready: async () => ({
      ...act(team.manager, await aWaiting(team.employee), 'reject', 'step-rejected'),
      body: { comment: 'No' },
      otherBody: { comment: 'Never' },
    }),
  },
  'POST /expenses/{id}/reassign': {
    status: 200,
    ready: async () => ({
      ...act(team.admin, await aWaiting(team.employee), 'reassign', 'approval-reassigned'),
      body: { userId: team.otherManager.id, comment: 'On leave' },
      otherBody: { userId: team.otherManager.id, comment: 'Ill' },
    }),
  },
  'POST /users/{id}/deactivate': { status: 200, ready: async () => activity(await aPerson(), false) },
  'POST /users/{id}/reactivate': {
    status: 200,
    ready: async () => {
      const person = await aPerson();
      expectStatus(await as(team.admin).post(`/users/${person.id}/deactivate`), 200);
      return activity(person, true);
    },
  },
};

const posts = routes.filter(({ method }) => method === 'POST');

/** Makes the request with that key, as often as it is called. */
const requestOf = ({ by, path, body, headers }: Ready, key = uniqueName('key')) => {
  return (instead = body) => as(by).post(path, instead, { ...headers, 'idempotency-key': key });
};

describe('Idempotency-Key', () => {
  it('is taken by every POST of the API, and each is tried here', () => {
    expect(Object.keys(cases).sort()).toEqual(posts.map(({ key }) => key).sort());
    const declaring = posts.filter(({ operation }) =>
      operation.parameters?.some(({ name }) => name === 'idempotency-key'),
    );
    expect(declaring).toEqual(posts);
  });

  it.each(posts.map(({ key }) => key))(
    'of %s: the repetition is answered as the first one was',
    async (route) => {
      const { status, ready } = cases[route] as Case;
      const request = await ready();
      const send = requestOf(request);
      const first = await send();
      expectStatus(first, status);
      const again = await send();
      expectStatus(again, status);
      expect(request.idOf(again)).toBe(request.idOf(first));
      expect(await request.done()).toBe(1);
    },
  );

  it.each(posts.map(({ key }) => key))('of %s: many at once do it once, and hear the same', async (route) => {
    const { status, ready } = cases[route] as Case;
    const request = await ready();
    const send = requestOf(request);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => status));
    expect(new Set(answers.map(request.idOf)).size).toBe(1);
    expect(await request.done()).toBe(1);
  });

  it.each(posts.map(({ key }) => key))('of %s: with another body it is refused', async (route) => {
    const request = await (cases[route] as Case).ready();
    const send = requestOf(request);
    await send();
    if (request.otherBody) expectProblem(await send(request.otherBody), 422, 'idempotency.key-reused');
    expect(await request.done()).toBe(1);
  });

  it('counts for one person, one route and one thing', async () => {
    const key = uniqueName('key');
    const [one, other] = [await aDraft(team.employee), await aDraft(team.employee)];
    for (const expense of [one, other]) {
      const submit = requestOf(act(team.employee, expense, 'submit', 'submitted'), key);
      expectStatus(await submit(), 200);
    }
    const waiting = await isWaiting(team.employee, one.id);
    expectStatus(await requestOf(act(team.employee, waiting, 'recall', 'recalled'), key)(), 200);
  });

  it('shows the thing as it is now', async () => {
    const draft = await aDraft(team.employee);
    const submit = requestOf(act(team.employee, draft, 'submit', 'submitted'));
    await submit();
    const waiting = await isWaiting(team.employee, draft.id);
    await requestOf(act(team.employee, waiting, 'recall', 'recalled'))();
    const again = await submit();
    expect(expectStatus(again, 200)).toMatchObject({ id: draft.id, status: 'draft' });
    expect(again.headers.get('etag')).toBe(`"${(again.body as ExpenseView).version}"`);
  });

  it('of a receipt that was taken off since finds none', async () => {
    const draft = await aDraft(team.employee);
    const path = `/expenses/${draft.id}/receipts`;
    const key = { 'idempotency-key': uniqueName('key') };
    const announce = () =>
      as(team.employee).post<{ receipt: { id: string } }>(path, { contentType: 'image/png' }, key);
    const { receipt } = expectStatus(await announce(), 201);
    expectStatus(await as(team.employee).delete(`${path}/${receipt.id}`), 204);
    expectProblem(await announce(), 404, 'receipt.not-found');
  });
});
