import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, as, expectProblem, expectStatus } from './support/api.ts';
import { routes } from './support/contract.ts';
import {
  aDraft,
  approve,
  aWaiting,
  type ExpenseView,
  expenseWhere,
  isWaiting,
  readExpense,
  reject,
} from './support/expenses.ts';
import {
  anEmail,
  aPerson,
  cognito,
  PASSWORD,
  type Person,
  type Profile,
  type Role,
  setManager,
  signIn,
} from './support/people.ts';
import { aFile, handIn } from './support/receipts.ts';
import { target } from './support/target.ts';
import { userCommand } from './support/user-command.ts';

/** Whose right goes, and what a call of theirs is about. */
interface Scene {
  readonly person: Person;
  /** Somebody else, and three expenses of theirs which the person could decide; the first has a receipt. */
  readonly owner: Person;
  readonly expenseId: string;
  readonly secondId: string;
  readonly thirdId: string;
  readonly receiptId: string;
  /** Somebody whom an admin could change. */
  readonly otherId: string;
  /** The person's own. */
  readonly draftId: string;
  readonly submittedId: string;
}

interface Act {
  readonly roles: readonly Role[];
  readonly call: (scene: Scene) => Promise<Answer<unknown>>;
}

const post = (path: (scene: Scene) => string, body?: (scene: Scene) => object) => (scene: Scene) =>
  as(scene.person).post(path(scene), body?.(scene));
const get = (path: (scene: Scene) => string) => (scene: Scene) => as(scene.person).get(path(scene));

const approvers: readonly Role[] = ['manager', 'finance', 'admin'];
const everybody: readonly Role[] = ['employee', ...approvers];

/** Every route that needs a role, or an active person. */
const acts: Readonly<Record<string, Act>> = {
  'GET /expenses/{id}': { roles: approvers, call: get(({ expenseId }) => `/expenses/${expenseId}`) },
  'GET /expenses/{id}/receipts/{receiptId}': {
    roles: approvers,
    call: get(({ expenseId, receiptId }) => `/expenses/${expenseId}/receipts/${receiptId}`),
  },
  'GET /approvals': { roles: approvers, call: get(() => '/approvals?limit=100') },
  'POST /expenses/{id}/approve': {
    roles: approvers,
    call: ({ person, expenseId }) => approve(person, expenseId),
  },
  'POST /expenses/{id}/reject': {
    roles: approvers,
    call: ({ person, secondId }) => reject(person, secondId, { comment: 'No' }),
  },
  'POST /expenses/{id}/reassign': {
    roles: ['admin'],
    call: post(
      ({ thirdId }) => `/expenses/${thirdId}/reassign`,
      ({ otherId }) => ({ userId: otherId, comment: 'On leave' }),
    ),
  },
  'POST /expenses/{id}/submit': {
    roles: everybody,
    call: post(({ draftId }) => `/expenses/${draftId}/submit`),
  },
  'POST /expenses/{id}/recall': {
    roles: everybody,
    call: post(({ submittedId }) => `/expenses/${submittedId}/recall`),
  },
  'GET /users': { roles: ['admin'], call: get(() => '/users') },
  'PATCH /users/{id}': {
    roles: ['admin'],
    // Their own role, back again.
    call: ({ person }) => as(person).patch(`/users/${person.id}`, { roles: ['admin'] }),
  },
  'POST /users/{id}/deactivate': {
    roles: ['admin'],
    call: post(({ otherId }) => `/users/${otherId}/deactivate`),
  },
  'POST /users/{id}/reactivate': {
    roles: ['admin'],
    call: post(({ person }) => `/users/${person.id}/reactivate`),
  },
};

/** What is the caller's own, and goes on until their token ends; and what is nobody's. */
const ownOrPublic = [
  'GET /me',
  'GET /expenses',
  'POST /expenses',
  'PATCH /expenses/{id}',
  'DELETE /expenses/{id}',
  'POST /expenses/{id}/receipts',
  'DELETE /expenses/{id}/receipts/{receiptId}',
  'GET /currencies',
  'GET /health',
  'GET /openapi.json',
];

const losses = ['role removed', 'deactivated', 'erased'] as const;
type Loss = (typeof losses)[number];

let admin: Person;
beforeAll(async () => {
  admin = await aPerson('admin');
});

const actsOf = (role: Role, loss: Loss) =>
  Object.entries(acts).filter(
    ([, { roles }]) => roles.includes(role) && !(loss === 'role removed' && roles.includes('employee')),
  );

/** Somebody with a role, in a company where there is everything to do for them. */
async function aScene(role: Role): Promise<Scene> {
  const [person, owner, other] = await Promise.all([
    aPerson(...(role === 'employee' ? [] : [role])),
    aPerson(),
    aPerson('finance'),
  ]);
  if (role === 'manager') await setManager(admin, owner, person.id);
  const { id: expenseId } = await aDraft(owner);
  const receipt = await handIn(owner, expenseId, 'image/png', aFile());
  expectStatus(await as(owner).post(`/expenses/${expenseId}/submit`), 200);
  await isWaiting(owner, expenseId);
  const [second, third, draft, submitted] = await Promise.all([
    aWaiting(owner),
    aWaiting(owner),
    aDraft(person),
    aWaiting(person),
  ]);
  return {
    person,
    owner,
    expenseId,
    secondId: second.id,
    thirdId: third.id,
    receiptId: receipt.id,
    otherId: other.id,
    draftId: draft.id,
    submittedId: submitted.id,
  };
}

async function takeAway(loss: Loss, scene: Scene): Promise<void> {
  const { person, owner } = scene;
  const expenses = [scene.expenseId, scene.secondId, scene.thirdId];
  if (loss === 'role removed') {
    expectStatus(await as(admin).patch(`/users/${person.id}`, { roles: [] }), 200);
  } else if (loss === 'deactivated') {
    expectStatus(await as(admin).post(`/users/${person.id}/deactivate`), 200);
  } else {
    // Nobody is erased who is still needed.
    expectStatus(await as(person).post(`/expenses/${scene.submittedId}/recall`), 200);
    for (const id of expenses) {
      expectStatus(await as(owner).post(`/expenses/${id}/recall`), 200);
    }
    await setManager(admin, owner, null);
    await userCommand('erase', '--id', person.id);
    return;
  }
  // What waited with them moves on, which is not what is looked at here.
  const moved = ({ approval }: ExpenseView) => approval?.steps[0]?.approver.userId !== person.id;
  await Promise.all(expenses.map((id) => expenseWhere(owner, id, moved, 'to move on')));
}

/** What the old token is answered. */
function expected(route: string, loss: Loss): [status: number, code?: string] {
  if (route.startsWith('GET /expenses/')) return [404, 'expense.not-found'];
  if (loss !== 'role removed') return [403, 'auth.not-active'];
  if (route === 'GET /approvals') return [200];
  return /\/users|reassign/.test(route) ? [403, 'auth.role-required'] : [404, 'expense.not-found'];
}

/** What the person could change: of their own what is left of it, of others all. */
async function stateOf({ owner, person, expenseId, secondId, thirdId, otherId }: Scene): Promise<unknown> {
  const users = await everyone();
  return {
    expenses: await Promise.all([expenseId, secondId, thirdId].map((id) => readExpense(owner, id))),
    users: [person.id, otherId].map((id) => users.get(id)),
  };
}

async function everyone(): Promise<ReadonlyMap<string, Profile>> {
  const found = new Map<string, Profile>();
  let cursor = '';
  do {
    const answer = await as(admin).get<{ users: Profile[]; next?: string }>(`/users?limit=100${cursor}`);
    const { users, next } = expectStatus(answer, 200);
    for (const user of users) found.set(user.id, user);
    cursor = next === undefined ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  return found;
}

describe('a right', () => {
  it("is needed, or what it is about is one's own: every route is one or the other", () => {
    expect([...Object.keys(acts), ...ownOrPublic].sort()).toEqual(routes.map(({ key }) => key).sort());
  });
});

describe.each(everybody)('while somebody is %s', (role) => {
  it('they do what their role is for', async () => {
    const scene = await aScene(role);
    for (const [route, { roles, call }] of Object.entries(acts)) {
      if (roles.includes(role)) expect((await call(scene)).status, route).toBe(200);
    }
  });
});

const lost = everybody
  .flatMap((role) => losses.map((loss) => ({ role, loss })))
  .filter(({ role, loss }) => actsOf(role, loss).length > 0);

describe.each(lost)('$role, $loss, with the token of before', ({ role, loss }) => {
  const cases = actsOf(role, loss);
  let scene: Scene;
  beforeAll(async () => {
    scene = await aScene(role);
    await takeAway(loss, scene);
  });

  it.each(cases)('%s moves nothing', async (route, { call }) => {
    const before = await stateOf(scene);
    const answer = await call(scene);
    const [status, code] = expected(route, loss);
    if (code) expectProblem(answer, status, code);
    else expect(expectStatus(answer, status)).toEqual({ expenses: [] });
    expect(await stateOf(scene)).toEqual(before);
  });
});

describe('deactivating', () => {
  const deactivate = (person: Person, by = admin) => as(by).post<Profile>(`/users/${person.id}/deactivate`);
  const reactivate = (person: Person) => as(admin).post<Profile>(`/users/${person.id}/reactivate`);

  it('is shown, and can be taken back and repeated', async () => {
    const person = await aPerson('manager');
    expect(expectStatus(await deactivate(person), 200)).toMatchObject({ active: false });
    expect(expectStatus(await deactivate(person), 200)).toMatchObject({ active: false });
    expect((await everyone()).get(person.id)).toMatchObject({
      active: false,
      roles: ['employee', 'manager'],
    });
    expect(expectStatus(await reactivate(person), 200)).toMatchObject({ active: true });
    expectStatus(await as(person).get('/approvals'), 200);
  });

  it('ends what was signed in to, and keeps from signing in, until it is taken back', async () => {
    const person = await aPerson();
    const refreshed = await cognito.initiateAuth({
      ClientId: target.userPoolClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: person.email, PASSWORD },
    });
    expectStatus(await deactivate(person), 200);
    const REFRESH_TOKEN = refreshed.AuthenticationResult?.RefreshToken ?? '';
    const refresh = cognito.initiateAuth({
      ClientId: target.userPoolClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN },
    });
    await expect(refresh).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(signIn(person.email)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expectStatus(await reactivate(person), 200);
    expectStatus(await as(await signIn(person.email)).get('/me'), 200);
  });

  it('leaves a person what is their own, as long as their token lives', async () => {
    const person = await aPerson();
    const draft = await aDraft(person);
    expectStatus(await deactivate(person), 200);
    expect(await readExpense(person, draft.id)).toEqual(draft);
    expectStatus(await as(person).delete(`/expenses/${draft.id}`, { 'if-match': '*' }), 204);
  });

  it('is for others: an admin stays', async () => {
    expectProblem(await deactivate(admin), 409, 'user.own-deactivation');
    expectProblem(await deactivate({ ...admin, id: 'nobody' }), 404, 'user.not-found');
  });

  it('of two admins at once, by each other, leaves one', async () => {
    const [one, two] = await Promise.all([aPerson('admin'), aPerson('admin')]);
    const answers = await Promise.all([deactivate(one, two), deactivate(two, one)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });
});

describe('a role', () => {
  it('of two admins who take it from each other at once stays with one', async () => {
    const [one, two] = await Promise.all([aPerson('admin'), aPerson('admin')]);
    const take = (by: Person, from: Person) => as(by).patch(`/users/${from.id}`, { roles: [] });
    const answers = await Promise.all([take(one, two), take(two, one)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('that the user pool took before the first visit is not given by the token', async () => {
    const email = anEmail('never-seen');
    const user = { UserPoolId: target.userPoolId, Username: email };
    await cognito.adminCreateUser({
      ...user,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
    await cognito.adminSetUserPassword({ ...user, Password: PASSWORD, Permanent: true });
    await cognito.adminAddUserToGroup({ ...user, GroupName: 'admin' });
    const { AuthenticationResult } = await cognito.initiateAuth({
      ClientId: target.userPoolClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD },
    });
    const person = as({ accessToken: AuthenticationResult?.AccessToken ?? '' });
    expectProblem(await person.get('/users'), 403, 'auth.not-active');
    await cognito.adminRemoveUserFromGroup({ ...user, GroupName: 'admin' });
    expect(expectStatus(await person.get<Profile>('/me'), 200).roles).toEqual(['employee']);
    expectProblem(await person.get('/users'), 403, 'auth.role-required');
  });
});
