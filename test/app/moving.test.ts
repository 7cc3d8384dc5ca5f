import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { advance } from './support/clock.ts';
import {
  approve,
  aWaiting,
  type ExpenseView,
  eventsOf,
  expenseWhere,
  hasStatus,
  isQueued,
  isWaiting,
  LARGE,
  readExpense,
} from './support/expenses.ts';
import { aPerson, type Person, type Role, setManager } from './support/people.ts';
import { setStepFunctions } from './support/step-functions.ts';
import { withoutClock } from './support/target.ts';
import { userCommand } from './support/user-command.ts';

/** A line of people: the employee reports to the manager, who reports to the director. */
interface Line {
  readonly employee: Person;
  readonly manager: Person;
  readonly director: Person;
}

let admin: Person;
let finance: Person;
beforeAll(async () => {
  [admin, finance] = await Promise.all([aPerson('admin'), aPerson('finance')]);
});

async function aLine(): Promise<Line> {
  const [employee, manager, director] = await Promise.all([
    aPerson(),
    aPerson('manager'),
    aPerson('manager'),
  ]);
  await setManager(admin, manager, director.id);
  await setManager(admin, employee, manager.id);
  return { employee, manager, director };
}

const setRoles = async (person: Person, ...roles: Role[]) =>
  expectStatus(await as(admin).patch(`/users/${person.id}`, { roles }), 200);
const deactivate = async (person: Person) =>
  expectStatus(await as(admin).post(`/users/${person.id}/deactivate`), 200);
const reassign = (by: Person, id: string, userId: string, comment = 'On leave') =>
  as(by).post<ExpenseView>(`/expenses/${id}/reassign`, { userId, comment });

/** Waits until somebody is asked, or a role, and gives the expense. */
const isAsked = (reader: Person, id: string, whom: Person | Role) =>
  expenseWhere(
    reader,
    id,
    ({ approval }) => {
      const step = approval?.steps.find(({ status }) => status === 'waiting' || status === 'pending');
      const { userId, role } = step?.approver ?? {};
      return typeof whom === 'string' ? role === whom : userId === whom.id;
    },
    'to wait with somebody else',
  );

describe('a manager', () => {
  it.each([
    ['a person without the role', () => aPerson(), 'must be a person with the role manager'],
    [
      'a person who was deactivated',
      async () => {
        const person = await aPerson('manager');
        await deactivate(person);
        return person;
      },
      'must be an active person',
    ],
  ])('cannot be %s', async (_who, make, message) => {
    const [person, manager] = await Promise.all([aPerson(), make()]);
    const answer = await as(admin).patch(`/users/${person.id}`, { managerId: manager.id });
    expect(expectProblem(answer, 400, 'user.manager-invalid')).toMatchObject({
      detail: message,
      errors: [{ pointer: '/managerId', message }],
    });
  });
});

describe('what waits with a manager', () => {
  it.each([
    ['lost the role', 'The approver no longer has the role manager', (manager: Person) => setRoles(manager)],
    ['was deactivated', 'The approver was deactivated', deactivate],
  ])("who %s is the next one's in line at once", async (_why, comment, lose) => {
    const { employee, manager, director } = await aLine();
    const { id } = await aWaiting(employee);
    await lose(manager);
    expect(await readExpense(employee, id)).toMatchObject({
      history: expect.arrayContaining([
        expect.objectContaining({ event: 'approval-moved', by: admin.id, comment }),
      ]),
    });
    const moved = await isAsked(employee, id, director);
    expect(eventsOf(moved)).toEqual([
      'created',
      'submitted',
      'approval-requested',
      'approval-moved',
      'approval-escalated',
    ]);
    expect((await approve(manager, id)).status).toBeGreaterThanOrEqual(403);
    await until(() => isQueued(director, id));
    expectStatus(await approve(director, id), 200);
    await hasStatus(employee, id, 'approved');
  });

  it("who leaves is the next one's in line: they can be erased at once", async () => {
    const { employee, manager, director } = await aLine();
    const { id } = await aWaiting(employee);
    await deactivate(manager);
    await isAsked(employee, id, director);
    await setManager(admin, employee, director.id);
    await userCommand('erase', '--id', manager.id);
    expectStatus(await approve(director, id), 200);
    await hasStatus(employee, id, 'approved');
  });

  it('goes to the new manager when the owner gets one, and stays where it has gone on', async () => {
    const [{ employee, manager }, other] = await Promise.all([aLine(), aPerson('manager')]);
    const colleague = await aPerson();
    await setManager(admin, colleague, manager.id);
    const [own, colleagues] = await Promise.all([aWaiting(employee), aWaiting(colleague)]);
    await setManager(admin, employee, other.id);
    await isAsked(employee, own.id, other);
    expect(await isQueued(manager, own.id)).toBe(false);
    expect(await isQueued(manager, colleagues.id)).toBe(true);
    expectProblem(await approve(manager, own.id), 409, 'approval.not-waiting');
    await until(() => isQueued(other, own.id));
    expectStatus(await approve(other, own.id), 200);
    await hasStatus(employee, own.id, 'approved');
  });

  it('goes to the next one in line when the owner has no manager any more', async () => {
    const { employee, director } = await aLine();
    const { id } = await aWaiting(employee);
    await setManager(admin, employee, null);
    const { history } = await isAsked(employee, id, director);
    const comment = 'The owner reports to nobody any more';
    expect(history).toContainEqual(expect.objectContaining({ event: 'approval-moved', comment }));
  });

  it("is finance's when nobody is left in line", async () => {
    const { employee, manager, director } = await aLine();
    const { id } = await aWaiting(employee);
    await deactivate(director);
    await setRoles(manager);
    await isAsked(employee, id, 'finance');
    expectStatus(await approve(finance, id), 200);
    await hasStatus(employee, id, 'approved');
  });

  it('is as much as it likes: it all moves', async () => {
    const { employee, manager, director } = await aLine();
    const ids = (await Promise.all(Array.from({ length: 25 }, () => aWaiting(employee)))).map(({ id }) => id);
    await setRoles(manager);
    await Promise.all(ids.map((id) => isAsked(employee, id, director)));
  });

  it('stays when they keep the role', async () => {
    const { employee, manager } = await aLine();
    const waiting = await aWaiting(employee);
    await setRoles(manager, 'manager', 'finance');
    await setRoles(manager, 'manager');
    expect(await readExpense(employee, waiting.id)).toEqual(waiting);
  });
});

describe('POST /expenses/{id}/reassign', () => {
  it('gives the step that waits to another person, with a word in the history', async () => {
    const [{ employee, manager }, other] = await Promise.all([aLine(), aPerson('manager')]);
    const { id } = await aWaiting(employee);
    const answered = expectStatus(await reassign(admin, id, other.id, 'Max is on leave'), 200);
    expect(answered.history.at(-1)).toMatchObject({
      event: 'approval-reassigned',
      by: admin.id,
      comment: 'Max is on leave',
    });
    const asked = await isAsked(employee, id, other);
    expect(eventsOf(asked).slice(-2)).toEqual(['approval-reassigned', 'approval-requested']);
    expect(await isQueued(manager, id)).toBe(false);
    expectProblem(await approve(manager, id), 409, 'approval.not-waiting');
    expectStatus(await approve(other, id), 200);
    await hasStatus(employee, id, 'approved');
  });

  it('gives a step of finance to a person of finance', async () => {
    const [{ employee, manager }, accountant] = await Promise.all([aLine(), aPerson('finance')]);
    const { id } = await aWaiting(employee, { amount: LARGE });
    expectStatus(await approve(manager, id), 200);
    await isWaiting(employee, id, 1);
    const invalid = await reassign(admin, id, manager.id);
    expect(expectProblem(invalid, 400, 'approval.reassign-invalid').detail).toBe(
      'must be an active person with the role finance',
    );
    expectStatus(await reassign(admin, id, accountant.id), 200);
    await isAsked(employee, id, accountant);
    expectProblem(await approve(finance, id), 409, 'approval.not-waiting');
    expectStatus(await approve(accountant, id), 200);
    await hasStatus(employee, id, 'approved');
  });

  it('is asked for the right person', async () => {
    const { employee, manager } = await aLine();
    await setRoles(employee, 'manager');
    const [plain, former] = await Promise.all([aPerson(), aPerson('manager')]);
    await deactivate(former);
    const waiting = await aWaiting(employee);
    const role = 'must be an active person with the role manager';
    for (const [userId, message] of [
      [employee.id, 'must not be the owner of the expense'],
      [plain.id, role],
      [former.id, role],
      ['00000000-0000-4000-8000-000000000000', role],
      [manager.id, 'is asked already'],
    ] as const) {
      const answer = await reassign(admin, waiting.id, userId);
      const { errors } = expectProblem(answer, 400, 'approval.reassign-invalid');
      expect(errors).toEqual([{ pointer: '/userId', message }]);
    }
    expect(await readExpense(employee, waiting.id)).toEqual(waiting);
  });

  it('does not go to who decided another step', async () => {
    const { employee, manager } = await aLine();
    await setRoles(manager, 'manager', 'finance');
    const { id } = await aWaiting(employee, { amount: LARGE });
    expectStatus(await approve(manager, id), 200);
    await isWaiting(employee, id, 1);
    const answer = await reassign(admin, id, manager.id);
    expect(expectProblem(answer, 400, 'approval.reassign-invalid').detail).toBe(
      'must not have decided another step of this approval',
    );
  });

  it("is not for one's own expense, nor for one that waits with nobody", async () => {
    const other = await aPerson('finance');
    const own = await aWaiting(admin);
    expectProblem(await reassign(admin, own.id, other.id), 403, 'approval.own-expense');
    const { employee } = await aLine();
    const { id } = await aWaiting(employee);
    expectStatus(await as(employee).post(`/expenses/${id}/recall`), 200);
    expectProblem(await reassign(admin, id, other.id), 409, 'approval.not-waiting');
  });
});

describe.skipIf(withoutClock)(`what the workflow was not told of ${withoutClock}`, () => {
  afterEach(() => setStepFunctions(true));

  it('the reconciler tells it in its next run', async () => {
    const { employee, manager, director } = await aLine();
    const { id } = await aWaiting(employee);
    await setStepFunctions(false);
    await deactivate(manager);
    expect(await isQueued(director, id)).toBe(false);
    await setStepFunctions(true);
    await advance('PT5M');
    await isAsked(employee, id, director);
    await until(() => isQueued(director, id));
    expectStatus(await approve(director, id), 200);
    await hasStatus(employee, id, 'approved');
  });

  it('of who was made a plain employee on the command line, the reconciler finds in its next run', async () => {
    const { employee, manager, director } = await aLine();
    const { id } = await aWaiting(employee);
    await userCommand('add', '--email', manager.email, '--name', 'Some One', '--roles', 'employee');
    expect(await isQueued(manager, id)).toBe(false);
    await advance('PT5M');
    await isAsked(employee, id, director);
  });
});
