import { beforeAll, describe, expect, it } from 'vitest';
import { as, expectProblem } from './support/api.ts';
import { routes } from './support/contract.ts';
import { aDraft, aWaiting, readExpense } from './support/expenses.ts';
import { aPerson, aTeam, type Person, type Team } from './support/people.ts';
import { announce } from './support/receipts.ts';

/** Who calls, seen from the expense. */
const callers = ['owner', 'manager', 'stranger', 'otherManager', 'finance', 'admin'] as const;
type CallerName = (typeof callers)[number];
type Row = Readonly<Record<CallerName, number>>;

interface Case {
  /** What the call is about: a draft with a receipt, an expense that waits for the manager, or a person. */
  readonly on: 'draft' | 'waiting' | 'person';
  readonly body?: object | (() => object);
  readonly expected: Row;
}

const ofOwner = (success: number): Row => ({
  owner: success,
  manager: 403,
  stranger: 404,
  otherManager: 404,
  finance: 403,
  admin: 403,
});
const readers: Row = { owner: 200, manager: 200, stranger: 404, otherManager: 404, finance: 200, admin: 200 };
const approver: Row = {
  owner: 403,
  manager: 200,
  stranger: 404,
  otherManager: 404,
  finance: 403,
  admin: 403,
};
const adminOnly: Row = {
  owner: 403,
  manager: 403,
  stranger: 403,
  otherManager: 403,
  finance: 403,
  admin: 200,
};

/** Every route that takes an id. Who may not know of an expense hears 404, who may not act on it 403. */
const matrix: Readonly<Record<string, Case>> = {
  'GET /expenses/{id}': { on: 'waiting', expected: readers },
  'PATCH /expenses/{id}': { on: 'draft', body: { amount: 1 }, expected: ofOwner(200) },
  'DELETE /expenses/{id}': { on: 'draft', expected: ofOwner(204) },
  'POST /expenses/{id}/submit': { on: 'draft', expected: ofOwner(200) },
  'POST /expenses/{id}/recall': { on: 'waiting', expected: ofOwner(200) },
  'POST /expenses/{id}/approve': { on: 'waiting', body: {}, expected: approver },
  'POST /expenses/{id}/reject': { on: 'waiting', body: { comment: 'No' }, expected: approver },
  'POST /expenses/{id}/reassign': {
    on: 'waiting',
    body: () => ({ userId: people.otherManager.id, comment: 'On leave' }),
    expected: adminOnly,
  },
  'POST /expenses/{id}/receipts': {
    on: 'draft',
    body: { contentType: 'image/png' },
    expected: ofOwner(201),
  },
  'GET /expenses/{id}/receipts/{receiptId}': { on: 'draft', expected: readers },
  'DELETE /expenses/{id}/receipts/{receiptId}': { on: 'draft', expected: ofOwner(204) },
  'PATCH /users/{id}': { on: 'person', body: { managerId: null }, expected: adminOnly },
  'POST /users/{id}/deactivate': { on: 'person', expected: adminOnly },
  'POST /users/{id}/reactivate': { on: 'person', expected: adminOnly },
};

const routesWithId = routes.filter(({ path }) => path.includes('{'));

let team: Team;
let people: Readonly<Record<CallerName, Person>>;
beforeAll(async () => {
  team = await aTeam();
  people = { ...team, owner: team.employee };
});

/** What a call is about: its path, and how to see that nothing has changed. */
async function subject(path: string, on: Case['on']) {
  if (on === 'person') {
    const { id } = await aPerson();
    return { path: path.replace('{id}', id), state: async () => ({ id, etag: '*' }) };
  }
  const { id } = on === 'draft' ? await aDraft(people.owner) : await aWaiting(people.owner);
  const receiptId = path.includes('{receiptId}') ? (await announce(people.owner, id)).receipt.id : '';
  return {
    path: path.replace('{id}', id).replace('{receiptId}', receiptId),
    state: () => readExpense(people.owner, id),
  };
}

function call(
  person: Person | undefined,
  method: string,
  path: string,
  { etag, body }: { etag: string; body: object | undefined },
) {
  const api = as(person);
  const seen = { 'if-match': etag };
  if (method === 'GET') return api.get(path);
  if (method === 'DELETE') return api.delete(path, seen);
  return method === 'PATCH' ? api.patch(path, body, seen) : api.post(path, body, seen);
}

describe('who may do what', () => {
  it('is said for every route that takes an id', () => {
    expect(Object.keys(matrix).sort()).toEqual(routesWithId.map(({ key }) => key).sort());
  });

  it.each(routesWithId)('$key', async ({ key, method, path }) => {
    const { on, body, expected } = matrix[key] as Case;
    const found = await Promise.all(
      callers.map(async (name) => {
        const about = await subject(path, on);
        const before = await about.state();
        const { status } = await call(people[name], method, about.path, {
          etag: before.etag,
          body: typeof body === 'function' ? body() : body,
        });
        if (status >= 400) expect(await about.state(), `a refused ${key} changed something`).toEqual(before);
        return [name, status];
      }),
    );
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('does not depend on what a caller says of themselves', async () => {
    const { id } = await aDraft(people.owner);
    const claims = JSON.stringify({
      requestContext: { authorizer: { jwt: { claims: { sub: people.owner.id } } } },
    });
    for (const name of ['x-apigateway-event', 'x-user-id', 'x-amzn-oidc-data', 'x-forwarded-user']) {
      const answer = await as(people.stranger).get(`/expenses/${id}`, { [name]: encodeURIComponent(claims) });
      expectProblem(answer, 404, 'expense.not-found');
    }
  });

  it('a 404 does not tell whether the expense exists', async () => {
    const { id } = await aDraft(people.owner);
    const hidden = await as(people.stranger).get<object>(`/expenses/${id}`);
    const missing = await as(people.stranger).get<object>('/expenses/00000000-0000-4000-8000-000000000000');
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
  });
});

describe('without the right token', () => {
  const closed = routes.filter((route) => !route.public);
  const concrete = (path: string) => path.replaceAll(/\{\w+\}/g, 'x');

  it.each(closed)('$key answers 401 to nobody', async ({ method, path }) => {
    const answer = await call(undefined, method, concrete(path), { etag: '*', body: {} });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it.each([
    ['an ID token', ({ idToken }: Person) => idToken],
    ['a token that was changed', ({ accessToken }: Person) => `${accessToken.slice(0, -4)}AAAA`],
    [
      'a token without its signature',
      ({ accessToken }: Person) => `${accessToken.split('.').slice(0, 2).join('.')}.`,
    ],
    ['a token that says alg none', ({ accessToken }: Person) => unsigned(accessToken)],
    ['what is no token', () => 'letmein'],
    ['an empty token', () => ''],
  ])('%s is refused', async (_what, tokenOf) => {
    const { status } = await as({ accessToken: tokenOf(team.admin) }).get('/me');
    expect(status).toBe(401);
  });

  it('claims cannot be exchanged in a signed token', async () => {
    const [head, claims = '', signature] = team.stranger.accessToken.split('.');
    const forged = {
      ...JSON.parse(Buffer.from(claims, 'base64url').toString()),
      'cognito:groups': ['admin'],
    };
    const token = [head, Buffer.from(JSON.stringify(forged)).toString('base64url'), signature].join('.');
    expect((await as({ accessToken: token }).get('/users')).status).toBe(401);
  });
});

function unsigned(token: string): string {
  const head = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${head}.${token.split('.')[1]}.`;
}

describe('a role', () => {
  it.each(['employee', 'manager', 'finance'] as const)('%s may not list the people', async (name) => {
    expectProblem(await as(team[name]).get('/users'), 403, 'auth.role-required');
  });
});
