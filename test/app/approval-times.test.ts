import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { advance, setBackground } from './support/clock.ts';
import {
  approve,
  aWaiting,
  type ExpenseView,
  eventsOf,
  expenseWhere,
  hasStatus,
  isQueued,
  LARGE,
  readExpense,
} from './support/expenses.ts';
import { aPerson, type Person, setManager, signInAgain } from './support/people.ts';
import { withoutClock } from './support/target.ts';

interface Company {
  readonly employee: Person;
  readonly manager: Person;
  /** The manager's manager. */
  readonly director: Person;
  readonly finance: Person;
  readonly admin: Person;
}

/** An employee with a manager and a director above. */
async function aCompany(): Promise<Company> {
  const [employee, manager, director, finance, admin] = await Promise.all([
    aPerson(),
    aPerson('manager'),
    aPerson('manager'),
    aPerson('finance'),
    aPerson('admin'),
  ]);
  await setManager(admin, employee, manager.id);
  await setManager(admin, manager, director.id);
  return { employee, manager, director, finance, admin };
}

/** The same people with new tokens: those of an hour ago are over. */
async function signedInAgain(company: Company): Promise<Company> {
  const entries = Object.entries<Person>({ ...company });
  const again = entries.map(async ([name, person]) => [name, await signInAgain(person)] as const);
  return Object.fromEntries(await Promise.all(again)) as unknown as Company;
}

const after = (company: Company, duration: string) => advance(duration).then(() => signedInAgain(company));

const hasEvent = (reader: Person, id: string, event: string, count = 1): Promise<ExpenseView> =>
  expenseWhere(
    reader,
    id,
    (expense) => eventsOf(expense).filter((name) => name === event).length >= count,
    `to have ${count} × ${event}`,
  );

describe.skipIf(withoutClock)(`an approver who stays silent ${withoutClock}`, () => {
  let company: Company;
  beforeAll(async () => {
    await setBackground(false);
    company = await aCompany();
  });
  afterAll(() => setBackground(true));

  it('is reminded after two days, not before, and can still decide', async () => {
    const { id } = await aWaiting(company.employee);
    company = await after(company, 'P1DT23H');
    const early = await readExpense(company.employee, id);
    expect(eventsOf(early).at(-1)).toBe('approval-requested');
    company = await after(company, 'PT1H');
    const expense = await hasEvent(company.employee, id, 'approval-reminded');
    expect(expense.approval?.steps[0]).toMatchObject({
      status: 'waiting',
      approver: { userId: company.manager.id },
      remindedAt: expect.any(String),
    });
    expect(await isQueued(company.manager, id)).toBe(true);
    expectStatus(await approve(company.manager, id), 200);
    await hasStatus(company.employee, id, 'approved');
  });

  it('gives way to their own manager three days later, then to finance, then to admins', async () => {
    const { id } = await aWaiting(company.employee);
    company = await after(company, 'P2D');
    await hasEvent(company.employee, id, 'approval-reminded');
    expectProblem(await approve(company.director, id), 404, 'expense.not-found');

    company = await after(company, 'P3D');
    const escalated = await hasEvent(company.employee, id, 'approval-escalated');
    expect(escalated.approval?.steps[0]?.approver).toEqual({ userId: company.director.id });
    expect(await isQueued(company.manager, id)).toBe(false);
    expect(await isQueued(company.director, id)).toBe(true);
    expectProblem(await approve(company.manager, id), 409, 'approval.not-waiting');

    company = await after(company, 'P2D');
    await hasEvent(company.employee, id, 'approval-reminded', 2);
    company = await after(company, 'P3D');
    const atFinance = await hasEvent(company.employee, id, 'approval-escalated', 2);
    expect(atFinance.approval?.steps[0]?.approver).toEqual({ role: 'finance' });

    company = await after(company, 'P5D');
    const atAdmin = await hasEvent(company.employee, id, 'approval-escalated', 3);
    expect(atAdmin.approval?.steps[0]?.approver).toEqual({ role: 'admin' });
    expectProblem(await approve(company.finance, id), 409, 'approval.not-waiting');
    expectStatus(await approve(company.admin, id), 200);
    await hasStatus(company.employee, id, 'approved');
  });

  it('who is the last one is reminded again and again, and never taken for a yes', async () => {
    const loner = await aPerson();
    const { id } = await aWaiting(loner);
    company = await after(company, 'P5D');
    const again = await signInAgain(loner);
    await hasEvent(again, id, 'approval-escalated');
    for (let reminder = 2; reminder <= 3; reminder++) {
      company = await after(company, 'P3D');
      await hasEvent(await signInAgain(loner), id, 'approval-reminded', reminder);
    }
    expect((await readExpense(await signInAgain(loner), id)).status).toBe('submitted');
  });

  it('of the second step is reminded by its own time', async () => {
    const { id } = await aWaiting(company.employee, { amount: LARGE });
    company = await after(company, 'P1D');
    expectStatus(await approve(company.manager, id), 200);
    await hasEvent(company.employee, id, 'approval-requested', 2);
    company = await after(company, 'P1DT12H');
    const early = await readExpense(company.employee, id);
    expect(eventsOf(early)).not.toContain('approval-reminded');
    company = await after(company, 'PT12H');
    const reminded = await hasEvent(company.employee, id, 'approval-reminded');
    expect(reminded.approval?.steps[1]?.remindedAt).toBeDefined();
    expectStatus(await approve(company.finance, id), 200);
    await hasStatus(company.employee, id, 'approved');
  });

  it('hears no more of an expense that was recalled', async () => {
    const { id } = await aWaiting(company.employee);
    company = await after(company, 'P2D');
    await hasEvent(company.employee, id, 'approval-reminded');
    expectStatus(await as(company.employee).post(`/expenses/${id}/recall`), 200);
    company = await after(company, 'P5D');
    const draft = await readExpense(company.employee, id);
    expect([draft.status, eventsOf(draft).at(-1)]).toEqual(['draft', 'recalled']);
    expect(await isQueued(company.director, id)).toBe(false);
  });

  it('hears of the new round only, once it was submitted again', async () => {
    const { id } = await aWaiting(company.employee);
    expectStatus(await as(company.employee).post(`/expenses/${id}/recall`), 200);
    company = await after(company, 'P1D');
    expectStatus(await as(company.employee).post(`/expenses/${id}/submit`), 200);
    await hasEvent(company.employee, id, 'approval-requested', 2);
    company = await after(company, 'P1DT12H');
    const early = await readExpense(company.employee, id);
    expect(eventsOf(early)).not.toContain('approval-reminded');
    company = await after(company, 'PT12H');
    await hasEvent(company.employee, id, 'approval-reminded');
  });
});
