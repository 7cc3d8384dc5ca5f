import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { endOfExecution } from './support/executions.ts';
import {
  aDraft,
  aWaiting,
  type ExpensePage,
  type ExpenseView,
  eventsOf,
  hasStatus,
  isWaiting,
  lunch,
  readExpense,
} from './support/expenses.ts';
import { callsStruck, setFaults } from './support/faults.ts';
import { aPerson, aTeam, type Profile, signInAgain, type Team } from './support/people.ts';
import { announce } from './support/receipts.ts';
import { withoutClock } from './support/target.ts';

/** The table carries out the next write and does not answer it. */
const loseAnswer = (operation: 'PutItem' | 'TransactWriteItems' = 'PutItem') =>
  setFaults({ service: 'dynamodb', operation, fail: 'drop', times: 1 });

/** The table answers no write any more, until the SDK gives up; the first attempt it carries out. */
const loseAllAnswers = () => setFaults({ service: 'dynamodb', operation: 'PutItem', fail: 'drop' });

const post = (by: Team['employee'], expense: ExpenseView, action: string, body?: object, headers = {}) =>
  as(by).post<ExpenseView>(`/expenses/${expense.id}/${action}`, body, {
    'if-match': `"${expense.version}"`,
    ...headers,
  });

describe.skipIf(withoutClock)(`a write whose answer was lost ${withoutClock}`, () => {
  let team: Team;
  beforeAll(async () => {
    team = await aTeam();
  });
  afterEach(async () => {
    expect(await callsStruck()).toBe(1);
    await setFaults();
  });

  it('of a new expense makes one', async () => {
    const owner = as(team.stranger);
    const before = expectStatus(await owner.get<ExpensePage>('/expenses'), 200).expenses.length;
    await loseAnswer();
    expectStatus(await owner.post('/expenses', lunch), 201);
    expect(expectStatus(await owner.get<ExpensePage>('/expenses'), 200).expenses).toHaveLength(before + 1);
  });

  it('of a submission is a success, and the approver is asked', async () => {
    const draft = await aDraft(team.employee);
    await loseAnswer();
    expectStatus(await post(team.employee, draft, 'submit'), 200);
    const waiting = await isWaiting(team.employee, draft.id);
    expect(eventsOf(waiting)).toEqual(['created', 'submitted', 'approval-requested']);
  });

  it.each([
    ['approve', 'approved'],
    ['reject', 'rejected'],
  ] as const)('of a decision to %s is a success, and the workflow hears of it', async (action, status) => {
    const waiting = await aWaiting(team.employee);
    await loseAnswer();
    expectStatus(await post(team.manager, waiting, action, { comment: 'So be it' }), 200);
    const settled = await hasStatus(team.employee, waiting.id, status);
    expect(eventsOf(settled).filter((event) => event.startsWith('step-'))).toHaveLength(1);
  });

  it('of a recall is a success, and the workflow is stopped', async () => {
    const waiting = await aWaiting(team.employee);
    await loseAnswer();
    expect(expectStatus(await post(team.employee, waiting, 'recall'), 200).status).toBe('draft');
    expect(await endOfExecution(waiting)).toBe('ABORTED');
  });

  it('of a change is a success', async () => {
    const draft = await aDraft(team.employee);
    await loseAnswer();
    const ifMatch = { 'if-match': '"1"' };
    const answer = await as(team.employee).patch<ExpenseView>(
      `/expenses/${draft.id}`,
      { amount: 99 },
      ifMatch,
    );
    expect(expectStatus(answer, 200)).toMatchObject({ amount: 99, version: 2 });
  });

  it('of a deletion is a success', async () => {
    const draft = await aDraft(team.employee);
    await loseAnswer();
    const ifMatch = { 'if-match': '"1"' };
    expectStatus(await as(team.employee).delete(`/expenses/${draft.id}`, ifMatch), 204);
    expectProblem(await as(team.employee).get(`/expenses/${draft.id}`), 404, 'expense.not-found');
  });

  it('of a receipt that is added or taken off is a success', async () => {
    const draft = await aDraft(team.employee);
    await loseAnswer();
    const { receipt } = await announce(team.employee, draft.id);
    await loseAnswer();
    const path = `/expenses/${draft.id}/receipts/${receipt.id}`;
    expectStatus(await as(team.employee).delete(path), 204);
    const events = eventsOf(await readExpense(team.employee, draft.id));
    expect(events).toEqual(['created', 'receipt-added', 'receipt-removed']);
  });

  it("of a person's roles is a success, and the user pool hears of it", async () => {
    await loseAnswer('TransactWriteItems');
    const answer = await as(team.admin).patch<Profile>(`/users/${team.stranger.id}`, {
      roles: ['employee', 'finance'],
    });
    expect(expectStatus(answer, 200).roles).toEqual(['employee', 'finance']);
    const { accessToken } = await signInAgain(team.stranger);
    const [, claims = ''] = accessToken.split('.');
    const { 'cognito:groups': groups } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(groups).toContain('finance');
  });

  it('of a deactivation is a success, and the person signs in no more', async () => {
    const person = await aPerson();
    await loseAnswer('TransactWriteItems');
    expectStatus(await as(team.admin).post(`/users/${person.id}/deactivate`), 200);
    await expect(signInAgain(person)).rejects.toThrow('disabled');
  });
});

describe.skipIf(withoutClock)(`when no attempt of a write is answered ${withoutClock}`, () => {
  let team: Team;
  beforeAll(async () => {
    team = await aTeam();
  });
  afterEach(() => setFaults());

  it('a repeated submission with its key is a success, and the approver is asked', async () => {
    const draft = await aDraft(team.employee);
    const key = { 'idempotency-key': uniqueName('key') };
    await loseAllAnswers();
    expectProblem(await post(team.employee, draft, 'submit', undefined, key), 500, 'internal.error');
    await setFaults();
    expectStatus(await post(team.employee, draft, 'submit', undefined, key), 200);
    const waiting = await isWaiting(team.employee, draft.id);
    expect(eventsOf(waiting)).toEqual(['created', 'submitted', 'approval-requested']);
  });

  it('a repeated decision with its key is a success, and the workflow hears of it', async () => {
    const waiting = await aWaiting(team.employee);
    const key = { 'idempotency-key': uniqueName('key') };
    await loseAllAnswers();
    expectProblem(await post(team.manager, waiting, 'approve', undefined, key), 500, 'internal.error');
    await setFaults();
    expectStatus(await post(team.manager, waiting, 'approve', undefined, key), 200);
    await hasStatus(team.employee, waiting.id, 'approved');
  });

  it('a repeated recall with its key is a success, and the workflow is stopped', async () => {
    const waiting = await aWaiting(team.employee);
    const key = { 'idempotency-key': uniqueName('key') };
    await loseAllAnswers();
    expectProblem(await post(team.employee, waiting, 'recall', undefined, key), 500, 'internal.error');
    await setFaults();
    expectStatus(await post(team.employee, waiting, 'recall', undefined, key), 200);
    expect(await endOfExecution(waiting)).toBe('ABORTED');
  });

  it('a repeated change is a success: what it asks for is there', async () => {
    const draft = await aDraft(team.employee);
    const change = () =>
      as(team.employee).patch<ExpenseView>(`/expenses/${draft.id}`, { amount: 99 }, { 'if-match': '"1"' });
    await loseAllAnswers();
    expectProblem(await change(), 500, 'internal.error');
    await setFaults();
    expect(expectStatus(await change(), 200)).toMatchObject({ amount: 99, version: 2 });
  });

  it('a repeated deletion finds nothing to delete', async () => {
    const draft = await aDraft(team.employee);
    const remove = () => as(team.employee).delete(`/expenses/${draft.id}`, { 'if-match': '"1"' });
    await loseAllAnswers();
    expectProblem(await remove(), 500, 'internal.error');
    await setFaults();
    expectProblem(await remove(), 404, 'expense.not-found');
  });
});
