import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectProblem, expectStatus } from './support/api.ts';
import {
  aDraft,
  approve,
  aSubmitted,
  aWaiting,
  type ExpensePage,
  type ExpenseView,
  eventsOf,
  everyPage,
  hasStatus,
  isQueued,
  isWaiting,
  LARGE,
  readExpense,
  reject,
} from './support/expenses.ts';
import { aPerson, aTeam, type Profile, setManager, type Team } from './support/people.ts';
import { aFile, handIn, readReceipt } from './support/receipts.ts';

let team: Team;
beforeAll(async () => {
  team = await aTeam();
});

const rowOf = async (approver: Team['manager'], id: string) =>
  (await everyPage(approver, '/approvals')).find((row) => row.id === id);

describe('a day of an employee', () => {
  it('from a receipt to the approval, with a mistake on the way', async () => {
    const employee = as(team.employee);
    const { id } = await aDraft(team.employee, { merchant: 'Railway', category: 'travel', amount: 89_90 });
    await handIn(team.employee, id, 'application/pdf', aFile('application/pdf'));
    const submitted = await employee.post<ExpenseView>(`/expenses/${id}/submit`);
    expect(expectStatus(submitted, 200).approval?.steps[0]?.approver).toEqual({ userId: team.manager.id });
    await isWaiting(team.employee, id);

    const recalled = expectStatus(await employee.post<ExpenseView>(`/expenses/${id}/recall`), 200);
    const mended = await employee.patch<ExpenseView>(
      `/expenses/${id}`,
      { amount: 98_90, description: 'Berlin and back' },
      { 'if-match': recalled.etag },
    );
    expectStatus(mended, 200);
    expectStatus(await employee.post(`/expenses/${id}/submit`), 200);
    await isWaiting(team.employee, id);
    expectStatus(await approve(team.manager, id), 200);

    const approved = await hasStatus(team.employee, id, 'approved');
    expect(eventsOf(approved)).toEqual([
      'created',
      'receipt-added',
      'receipt-accepted',
      'submitted',
      'approval-requested',
      'recalled',
      'changed',
      'submitted',
      'approval-requested',
      'step-approved',
      'approved',
    ]);
    expect(approved.history.find(({ event }) => event === 'changed')?.changes).toEqual([
      { field: 'amount', from: 89_90, to: 98_90 },
      { field: 'description', to: 'Berlin and back' },
    ]);
    const mine = await employee.get<ExpensePage>('/expenses?status=approved');
    expect(expectStatus(mine, 200).expenses.map((row) => row.id)).toContain(id);
  });
});

describe('a day of a manager', () => {
  it('approves what they have looked at, rejects with a reason, and sees nothing of other teams', async () => {
    const good = await aDraft(team.employee);
    const receipt = await handIn(team.employee, good.id, 'image/png', aFile());
    expectStatus(await as(team.employee).post(`/expenses/${good.id}/submit`), 200);
    await isWaiting(team.employee, good.id);
    const bad = await aWaiting(team.employee);
    const foreign = await aWaiting(team.stranger);

    const row = await until(() => rowOf(team.manager, good.id), { what: 'the row in the queue' });
    const { download } = await readReceipt(team.manager, good.id, receipt.id);
    expect((await fetch(download?.url ?? '')).status).toBe(200);
    expectStatus(await approve(team.manager, good.id, { comment: 'Fine' }, row?.etag), 200);
    expectStatus(await reject(team.manager, bad.id, { comment: 'Two glasses would have done' }), 200);
    expectProblem(await approve(team.manager, foreign.id), 404, 'expense.not-found');

    await hasStatus(team.employee, good.id, 'approved');
    const rejected = await hasStatus(team.employee, bad.id, 'rejected');
    expect(rejected.approval?.steps[0]?.decision?.comment).toBe('Two glasses would have done');
    expect(await rowOf(team.manager, good.id)).toBeUndefined();
  });
});

describe('a day of finance', () => {
  it('decides after the manager, and for those who have none; never their own', async () => {
    const large = await aWaiting(team.employee, { amount: LARGE });
    expect(await isQueued(team.finance, large.id)).toBe(false);
    expectStatus(await approve(team.manager, large.id), 200);
    await isWaiting(team.employee, large.id, 1);
    const alone = await aPerson();
    const nobodysReport = await aWaiting(alone, { amount: 5_00 });
    const own = await aWaiting(team.finance);

    const queue = (await everyPage(team.finance, '/approvals')).map(({ id }) => id);
    expect(queue).toEqual(expect.arrayContaining([large.id, nobodysReport.id]));
    expect(queue).not.toContain(own.id);
    for (const { id } of [large, nobodysReport]) expectStatus(await approve(team.finance, id), 200);
    await Promise.all([
      hasStatus(team.employee, large.id, 'approved'),
      hasStatus(alone, nobodysReport.id, 'approved'),
    ]);
    expectProblem(await approve(team.finance, own.id), 403, 'approval.own-expense');
    expectStatus(await approve(team.admin, own.id), 200);
    await hasStatus(team.finance, own.id, 'approved');
  });
});

describe('a day of an administrator', () => {
  it('makes a manager, hands a step over, and keeps somebody out, without anybody waiting in vain', async () => {
    const admin = as(team.admin);
    const [newcomer, lead, deputy] = await Promise.all([aPerson(), aPerson(), aPerson('manager')]);
    const managed = { managerId: lead.id };
    expectProblem(await admin.patch(`/users/${newcomer.id}`, managed), 400, 'user.manager-invalid');
    expectStatus(await admin.patch(`/users/${lead.id}`, { roles: ['employee', 'manager'] }), 200);
    await setManager(team.admin, newcomer, lead.id);
    await setManager(team.admin, lead, deputy.id);

    const [handedOver, leftBehind] = [await aWaiting(newcomer), await aWaiting(newcomer)];
    const reassign = { userId: deputy.id, comment: 'On leave until Monday' };
    expectStatus(await admin.post(`/expenses/${handedOver.id}/reassign`, reassign), 200);
    await until(() => isQueued(deputy, handedOver.id), { what: "the deputy's queue" });
    expectStatus(await admin.post<Profile>(`/users/${lead.id}/deactivate`), 200);
    await until(() => isQueued(deputy, leftBehind.id), { what: "the deputy's queue" });
    expectProblem(await as(lead).get('/approvals'), 403, 'auth.not-active');

    for (const { id } of [handedOver, leftBehind]) {
      expectStatus(await approve(deputy, id), 200);
      await hasStatus(newcomer, id, 'approved');
    }
    expect(eventsOf(await readExpense(newcomer, leftBehind.id))).toContain('approval-moved');
    expect(eventsOf(await readExpense(newcomer, handedOver.id))).toContain('approval-reassigned');
    expect(expectStatus(await admin.post<Profile>(`/users/${lead.id}/reactivate`), 200).active).toBe(true);
    expect((await aSubmitted(newcomer)).approval?.steps[0]?.approver).toEqual({ userId: lead.id });
  });
});
