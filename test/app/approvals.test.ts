import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { endOfExecution } from './support/executions.ts';
import {
  aDraft,
  approve,
  aSubmitted,
  aWaiting,
  type ExpensePage,
  type ExpenseView,
  eventsOf,
  everyPage,
  expenseWhere,
  hasStatus,
  isQueued,
  isWaiting,
  LARGE,
  readExpense,
  reject,
  SMALL,
} from './support/expenses.ts';
import { aPerson, aReport, aTeam, type Person, setManager, type Team } from './support/people.ts';

let team: Team;
let alone: Person;
beforeAll(async () => {
  [team, alone] = await Promise.all([aTeam(), aPerson()]);
});

const recall = (owner: Person, id: string, headers = {}) =>
  as(owner).post<ExpenseView>(`/expenses/${id}/recall`, undefined, headers);
const submit = (owner: Person, id: string, headers = {}) =>
  as(owner).post<ExpenseView>(`/expenses/${id}/submit`, undefined, headers);

describe('the chain of an approval', () => {
  it('is empty up to the limit: nobody is asked', async () => {
    const owner = await aReport(team);
    const { id } = await aSubmitted(owner, { amount: SMALL });
    const expense = await hasStatus(owner, id, 'approved');
    expect(expense.approval).toEqual({ round: 1, steps: [] });
    expect(eventsOf(expense)).toEqual(['created', 'submitted', 'approved']);
  });

  it('is the manager above it', async () => {
    const { id } = await aWaiting(team.employee, { amount: SMALL + 1 });
    expect(await isQueued(team.manager, id)).toBe(true);
    expectStatus(await approve(team.manager, id, { comment: 'Fine' }), 200);
    const expense = await hasStatus(team.employee, id, 'approved');
    expect(expense.approval?.steps).toMatchObject([
      {
        name: 'manager',
        status: 'approved',
        approver: { userId: team.manager.id },
        decision: { outcome: 'approved', by: team.manager.id, comment: 'Fine' },
      },
    ]);
    expect(eventsOf(expense)).toEqual([
      'created',
      'submitted',
      'approval-requested',
      'step-approved',
      'approved',
    ]);
    expect(expense.settledAt).toBeDefined();
  });

  it('is the manager, then finance, over the tier', async () => {
    const { id } = await aWaiting(team.employee, { amount: LARGE });
    expect(await isQueued(team.finance, id)).toBe(false);
    expectProblem(await approve(team.finance, id), 403, 'approval.not-approver');
    expectStatus(await approve(team.manager, id), 200);
    await isWaiting(team.employee, id, 1);
    expect(await isQueued(team.finance, id)).toBe(true);
    expectStatus(await approve(team.finance, id), 200);
    expect((await hasStatus(team.employee, id, 'approved')).approval?.steps).toMatchObject([
      { name: 'manager', status: 'approved' },
      { name: 'finance', status: 'approved', approver: { role: 'finance' } },
    ]);
  });

  it('is finance for who has no manager', async () => {
    const { id } = await aWaiting(alone);
    expect(await isQueued(team.finance, id)).toBe(true);
    expectStatus(await approve(team.finance, id), 200);
    await hasStatus(alone, id, 'approved');
  });

  it.each([
    ['JPY', 4_000, []],
    ['JPY', 5_000, ['manager']],
    ['KWD', 8_000, []],
    ['VND', 100, ['manager', 'finance']],
  ])('compares %s %i by the rate of the policy', async (currency, amount, names) => {
    const { approval } = await aSubmitted(await aReport(team), { currency, amount });
    expect(approval?.steps.map(({ name }) => name)).toEqual(names);
  });

  it('follows the owner to a new manager', async () => {
    const [newcomer, successor] = await Promise.all([aPerson(), aPerson('manager')]);
    await setManager(team.admin, newcomer, team.manager.id);
    const { id } = await aWaiting(newcomer);
    await setManager(team.admin, newcomer, successor.id);
    await until(() => isQueued(successor, id), { what: "the new manager's queue" });
    expectProblem(await approve(team.manager, id), 409, 'approval.not-waiting');
    expectStatus(await approve(successor, id), 200);
    await hasStatus(newcomer, id, 'approved');
  });
});

describe('a rejection', () => {
  it('says why, and settles the expense', async () => {
    const { id } = await aWaiting(team.employee);
    const expense = expectStatus(await reject(team.manager, id, { comment: 'No receipt' }), 200);
    expect(expense.approval?.steps[0]?.decision).toMatchObject({
      outcome: 'rejected',
      comment: 'No receipt',
    });
    expect(eventsOf(await hasStatus(team.employee, id, 'rejected'))).toEqual([
      'created',
      'submitted',
      'approval-requested',
      'step-rejected',
      'rejected',
    ]);
  });

  it.each([[{}], [{ comment: '' }], [{ comment: '   ' }], [{ comment: 'x'.repeat(1001) }]])(
    'with the body %j is refused',
    async (body) => {
      const { id } = await aWaiting(team.employee);
      const { errors } = expectProblem(await reject(team.manager, id, body), 400, 'request.invalid');
      expect(errors?.map(({ pointer }) => pointer)).toEqual(['/comment']);
      expect((await readExpense(team.manager, id)).approval?.steps[0]?.status).toBe('waiting');
    },
  );

  it('by the manager asks nobody else', async () => {
    const { id } = await aWaiting(team.employee, { amount: LARGE });
    expectStatus(await reject(team.manager, id, { comment: 'Too much' }), 200);
    expect((await hasStatus(team.employee, id, 'rejected')).approval?.steps[1]?.status).toBe('pending');
  });
});

describe('a submitted expense', () => {
  it('leaves the queue once it is decided', async () => {
    const { id } = await aWaiting(team.employee);
    expectStatus(await approve(team.manager, id), 200);
    expect(await isQueued(team.manager, id)).toBe(false);
  });

  it('cannot be decided twice', async () => {
    const { id } = await aWaiting(team.employee);
    expectStatus(await approve(team.manager, id), 200);
    expectProblem(await reject(team.manager, id, { comment: 'Wait' }), 409, 'approval.not-waiting');
    await hasStatus(team.employee, id, 'approved');
    expectProblem(await approve(team.manager, id), 409, 'approval.not-waiting');
  });

  it('can be neither changed, deleted nor submitted again', async () => {
    const { id } = await aWaiting(team.employee);
    const owner = as(team.employee);
    const anyVersion = { 'if-match': '*' };
    expectProblem(await owner.patch(`/expenses/${id}`, { amount: 1 }, anyVersion), 409, 'expense.not-draft');
    expectProblem(await owner.delete(`/expenses/${id}`, anyVersion), 409, 'expense.not-draft');
    expectProblem(await submit(team.employee, id), 409, 'expense.not-draft');
  });

  it('is decided for the version that was seen, and for no other', async () => {
    const { id, version } = await aWaiting(team.employee);
    const decide = (headers: Record<string, string>) =>
      as(team.manager).post(`/expenses/${id}/approve`, undefined, headers);
    expectProblem(await decide({}), 428, 'expense.if-match-required');
    expectProblem(await decide({ 'if-match': '*' }), 428, 'expense.if-match-required');
    expectProblem(await decide({ 'if-match': `"${version - 1}"` }), 412, 'expense.changed');
    const row = (await everyPage(team.manager, '/approvals')).find((entry) => entry.id === id);
    expectStatus(await decide({ 'if-match': row?.etag ?? '' }), 200);
  });

  it('is not approved when it became another one since it was listed', async () => {
    const { id, etag: onTheOldScreen } = await aWaiting(team.employee, { amount: 50_00 });
    const owner = as(team.employee);
    const recalled = expectStatus(await owner.post<ExpenseView>(`/expenses/${id}/recall`), 200);
    expectStatus(
      await owner.patch(`/expenses/${id}`, { amount: 999_00 }, { 'if-match': recalled.etag }),
      200,
    );
    expectStatus(await submit(team.employee, id), 200);
    await isWaiting(team.employee, id);
    expectProblem(await approve(team.manager, id, undefined, onTheOldScreen), 412, 'expense.changed');
  });

  it('tells its reader nothing of the task token', async () => {
    const { id } = await aWaiting(team.employee);
    for (const reader of [team.employee, team.manager, team.admin]) {
      const { text } = await as(reader).get(`/expenses/${id}`);
      expect(text).not.toMatch(/token|waitedFor|workflow/i);
    }
  });
});

describe('a draft', () => {
  it('cannot be decided', async () => {
    const { id } = await aDraft(team.employee);
    expectProblem(await approve(team.manager, id), 403, 'approval.not-approver');
  });

  it('cannot be recalled', async () => {
    const { id } = await aDraft(team.employee);
    expectProblem(await recall(team.employee, id), 409, 'approval.not-submitted');
  });

  it('is submitted as the version that was read, where that is asked for', async () => {
    const { id } = await aDraft(team.employee);
    expectProblem(await submit(team.employee, id, { 'if-match': '"5"' }), 412, 'expense.changed');
    expectStatus(await submit(team.employee, id, { 'if-match': '"1"' }), 200);
  });
});

describe('a recall', () => {
  it('makes the expense a draft again, out of the queue', async () => {
    const { id } = await aWaiting(team.employee);
    const expense = expectStatus(await recall(team.employee, id), 200);
    expect(expense.status).toBe('draft');
    expect(eventsOf(expense).at(-1)).toBe('recalled');
    expect(await isQueued(team.manager, id)).toBe(false);
    expectProblem(await approve(team.manager, id), 409, 'approval.not-waiting');
  });

  it('stops the execution that waited for the decision', async () => {
    const expense = await aWaiting(team.employee);
    expectStatus(await recall(team.employee, expense.id), 200);
    expect(await endOfExecution(expense)).toBe('ABORTED');
  });

  it('before the workflow has asked anybody ends it too', async () => {
    const { id } = await aSubmitted(team.employee);
    expectStatus(await recall(team.employee, id), 200);
    const draft = await readExpense(team.employee, id);
    const other = await aWaiting(team.employee);
    expectStatus(await recall(team.employee, other.id), 200);
    expect((await readExpense(team.employee, id)).version).toBe(draft.version);
  });

  it('comes too late once all is decided', async () => {
    const { id } = await aWaiting(team.employee);
    expectStatus(await approve(team.manager, id), 200);
    const answer = await recall(team.employee, id);
    expect(answer.status).toBe(409);
    expect(['approval.settled', 'approval.not-submitted']).toContain(
      (answer.body as unknown as { code: string }).code,
    );
  });

  it('lets the owner change the expense and submit it again, as round 2', async () => {
    const { id } = await aWaiting(team.employee);
    const { version } = expectStatus(await recall(team.employee, id), 200);
    const change = { amount: LARGE };
    const tag = { 'if-match': `"${version}"` };
    expectStatus(await as(team.employee).patch(`/expenses/${id}`, change, tag), 200);
    expectStatus(await submit(team.employee, id), 200);
    const again = await isWaiting(team.employee, id);
    expect(again.approval).toMatchObject({ round: 2, steps: [{ name: 'manager' }, { name: 'finance' }] });
    expectStatus(await approve(team.manager, id), 200);
    await isWaiting(team.employee, id, 1);
    expectStatus(await approve(team.finance, id), 200);
    await hasStatus(team.employee, id, 'approved');
  });

  it('can be repeated round after round', async () => {
    const { id } = await aDraft(team.employee);
    for (let round = 1; round <= 3; round++) {
      expectStatus(await submit(team.employee, id), 200);
      expect((await isWaiting(team.employee, id)).approval?.round).toBe(round);
      expectStatus(await recall(team.employee, id), 200);
    }
  });

  it('needs the version that was read, where that is asked for', async () => {
    const { id } = await aWaiting(team.employee);
    expectProblem(await recall(team.employee, id, { 'if-match': '"1"' }), 412, 'expense.changed');
  });
});

describe('nobody', () => {
  it('approves their own expense, be they finance and admin', async () => {
    const { id } = await aWaiting(team.finance);
    expect(await isQueued(team.finance, id)).toBe(false);
    expectProblem(await approve(team.finance, id), 403, 'approval.own-expense');
    expectProblem(await reject(team.finance, id, { comment: 'Mine' }), 403, 'approval.own-expense');
    expectStatus(await approve(team.admin, id), 200);
    await hasStatus(team.finance, id, 'approved');
  });

  it('decides two steps of one approval', async () => {
    const both = await aPerson('manager', 'finance');
    const report = await aPerson();
    await setManager(team.admin, report, both.id);
    const { id } = await aWaiting(report, { amount: LARGE });
    expectStatus(await approve(both, id), 200);
    await isWaiting(report, id, 1);
    expect(await isQueued(both, id)).toBe(false);
    expectProblem(await approve(both, id), 403, 'approval.second-decision');
    expectStatus(await approve(team.finance, id), 200);
    await hasStatus(report, id, 'approved');
  });

  it('sees more of an expense after it left their queue than before', async () => {
    const { id } = await aWaiting(team.employee);
    expectStatus(await approve(team.manager, id), 200);
    await setManager(team.admin, team.employee, null);
    await hasStatus(team.manager, id, 'approved');
    const later = await aDraft(team.employee);
    expectProblem(await as(team.manager).get(`/expenses/${later.id}`), 404, 'expense.not-found');
    await setManager(team.admin, team.employee, team.manager.id);
  });
});

describe('GET /approvals', () => {
  it('shows what waits for the caller, oldest first, page by page', async () => {
    const [boss, report] = await Promise.all([aPerson('manager'), aPerson()]);
    await setManager(team.admin, report, boss.id);
    const ids: string[] = [];
    for (let count = 0; count < 7; count++) ids.push((await aWaiting(report)).id);
    const queue = await everyPage(boss, '/approvals', 3);
    expect(queue.map(({ id }) => id)).toEqual(ids);
    expect(expectStatus(await as(boss).get<ExpensePage>('/approvals?limit=7'), 200).expenses).toHaveLength(7);
  });

  it('is empty for who is asked nothing', async () => {
    expect(await everyPage(team.stranger, '/approvals')).toEqual([]);
  });

  it.each(['limit=0', 'limit=101', 'status=draft'])('refuses %s', async (query) => {
    expectProblem(await as(team.manager).get(`/approvals?${query}`), 400, 'request.invalid');
  });

  it('shows the merged queues of an admin without loss or repetition', async () => {
    const mine = new Set<string>();
    for (let count = 0; count < 4; count++) mine.add((await aWaiting(alone)).id);
    const found = await until(async () => everyPage(team.admin, '/approvals', 2));
    const ids = found.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => mine.has(id))).toEqual([...mine]);
  });
});

it('the workflow never works on a step that was already decided', async () => {
  const { id } = await aWaiting(team.employee, { amount: LARGE });
  expectStatus(await approve(team.manager, id), 200);
  const expense = await expenseWhere(
    team.employee,
    id,
    ({ approval }) => approval?.steps[1]?.status === 'waiting',
  );
  expect(expense.approval?.steps[0]).toMatchObject({ status: 'approved', decision: { by: team.manager.id } });
  expect(eventsOf(expense).filter((event) => event === 'approval-requested')).toHaveLength(2);
});
