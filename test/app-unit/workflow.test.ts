import { DescribeExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ruling } from '../../app/approvals/approval.ts';
import { type ApprovalService, createApprovalService } from '../../app/approvals/approvals.service.ts';
import { createExecutions, type Executions } from '../../app/approvals/executions.ts';
import { reconcile } from '../../app/approvals/reconcile.ts';
import { createTellWorkflow } from '../../app/approvals/tell-workflow.ts';
import type { Actor, Role } from '../../app/auth/actor.ts';
import { createStanding } from '../../app/auth/standing.ts';
import { createExpenseAccess } from '../../app/expenses/expense-access.ts';
import type { Expense } from '../../app/expenses/expenses.schema.ts';
import { createExpenseStore, type ExpenseStore } from '../../app/expenses/expenses.store.ts';
import { etagOf } from '../../app/http/etag.ts';
import { approvalPolicy } from '../../app/policies/approval-policy.ts';
import { anExpense } from '../../app/testing/builders.ts';
import { newUser } from '../../app/users/user.ts';
import { createUserStore, type UserStore } from '../../app/users/users.store.ts';
import { uniqueName } from '../support/unique-name.ts';
import { type AppAws, startAppAws } from './aws.ts';

const actor = (id: string): Actor => ({ id, username: id, claimedRoles: ['employee'] });
const owner = actor('owner');
const manager = actor('manager');
const finance = actor('finance');
const admin = actor('admin');
const { remindAfter, escalateAfter } = approvalPolicy;
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const tellWorkflow = createTellWorkflow(silent);

let aws: AppAws;
let expenses: ExpenseStore;
let executions: Executions;
let approvals: ApprovalService;
let users: UserStore;

beforeAll(async () => {
  aws = await startAppAws();
  expenses = createExpenseStore(aws.table);
  users = createUserStore(aws.table);
  await addPerson('manager', 'manager');
  await addPerson('owner', 'employee', 'manager');
  await addPerson('finance', 'finance');
  await addPerson('admin', 'admin');
  executions = createExecutions(aws.sfn, aws.stateMachineArn);
  approvals = serviceWith(executions);
});
afterAll(() => aws[Symbol.asyncDispose]());

/** Somebody whom the product knows. */
async function addPerson(id: string, role: Role, managerId?: string): Promise<void> {
  const person = { id, username: id, email: `${id}@example.com`, name: id, roles: [role], at: '' };
  await users.add(newUser({ ...person, ...(managerId ? { managerId } : {}) }));
}

/** The service over real parts, with the calls to the workflow as given. */
function serviceWith(given: Executions): ApprovalService {
  const standing = createStanding({ users });
  const access = createExpenseAccess({ expenses, users, standing });
  return createApprovalService({
    expenses,
    users,
    access,
    standing,
    executions: given,
    tellWorkflow,
    now: aws.now,
    metrics: { count: () => {}, countBy: () => {}, measure: () => {} },
  });
}

async function draft(amount = 12_000): Promise<string> {
  const id = uniqueName('expense');
  await expenses.add(anExpense({ id, amount }));
  return id;
}

async function submit(amount = 12_000, service = approvals): Promise<string> {
  const id = await draft(amount);
  await service.submit(owner, id);
  await aws.pass(0);
  return id;
}

async function load(id: string): Promise<Expense> {
  await aws.pass(0);
  const expense = await expenses.load(id);
  if (!expense) throw new Error(`No expense ${id}`);
  return expense;
}

/** Decides on what is there at this moment. */
async function decide(by: Actor, id: string, ruling: Ruling, service = approvals): Promise<Expense> {
  const seen = await expenses.load(id);
  return service.decide(by, id, ruling, etagOf(seen?.version ?? 0));
}

const executionArn = (id: string, round = 1) =>
  `${aws.stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}-${round}`;
const execution = async (id: string, round = 1) => {
  await aws.pass(0);
  return aws.sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(id, round) }));
};
const events = (expense: Expense) => expense.history.map(({ event }) => event);
const reconcileNow = () =>
  reconcile({ expenses, users, executions, tellWorkflow, now: aws.now, log: silent });

describe('an approval', () => {
  it('under the limit asks nobody', async () => {
    const id = await submit(2500);
    expect(await load(id)).toMatchObject({ status: 'approved', approval: { round: 1, steps: [] } });
    expect((await execution(id)).status).toBe('SUCCEEDED');
  });

  it('goes to the manager, and ends approved and out of every queue', async () => {
    const id = await submit();
    expect(await load(id)).toMatchObject({
      queue: { approver: 'USER#manager' },
      taskToken: expect.any(String),
    });
    const { expenses: queue } = await approvals.waiting(manager, 100);
    expect(queue.map((expense) => expense.id)).toContain(id);
    await decide(manager, id, { outcome: 'approved' });
    const done = await load(id);
    expect(done).toMatchObject({ status: 'approved', settledAt: expect.any(String) });
    expect([done.queue, done.taskToken, done.workflowCheckAt]).toEqual([undefined, undefined, undefined]);
    expect(events(done)).toEqual(['created', 'submitted', 'approval-requested', 'step-approved', 'approved']);
    expect((await execution(id)).status).toBe('SUCCEEDED');
  });

  it('ends rejected', async () => {
    const id = await submit();
    await decide(manager, id, { outcome: 'rejected', comment: 'no' });
    expect(await load(id)).toMatchObject({ status: 'rejected' });
  });

  it('of a large amount goes on to finance', async () => {
    const id = await submit(500_000);
    await decide(manager, id, { outcome: 'approved' });
    expect(await load(id)).toMatchObject({ status: 'submitted', queue: { approver: 'ROLE#finance' } });
    await decide(finance, id, { outcome: 'approved' });
    expect(await load(id)).toMatchObject({ status: 'approved', decidedBy: ['manager', 'finance'] });
  });

  it('reminds, then asks the next one, down to the admins, whom it reminds for ever', async () => {
    const id = await submit();
    await aws.pass(remindAfter);
    expect((await load(id)).approval?.steps[0]).toMatchObject({ remindedAt: expect.any(String) });
    await aws.pass(escalateAfter);
    expect(await load(id)).toMatchObject({ queue: { approver: 'ROLE#finance' } });
    await aws.pass(remindAfter + escalateAfter);
    expect(await load(id)).toMatchObject({ queue: { approver: 'ROLE#admin' } });
    await aws.pass(remindAfter + 2 * escalateAfter);
    const waiting = await load(id);
    expect(events(waiting)).toEqual([
      'created',
      'submitted',
      'approval-requested',
      'approval-reminded',
      'approval-escalated',
      'approval-reminded',
      'approval-escalated',
      'approval-reminded',
      'approval-reminded',
      'approval-reminded',
    ]);
    expect(waiting.waitedFor.sort()).toEqual(['ROLE#admin', 'ROLE#finance', 'USER#manager']);
    await decide(admin, id, { outcome: 'approved' });
    expect(await load(id)).toMatchObject({ status: 'approved' });
  });

  it('can be recalled and submitted anew', async () => {
    const id = await submit();
    await approvals.recall(owner, id);
    expect((await execution(id)).status).toBe('ABORTED');
    await approvals.submit(owner, id);
    expect(await load(id)).toMatchObject({ approval: { round: 2 }, queue: { approver: 'USER#manager' } });
    await decide(manager, id, { outcome: 'approved' });
    expect(await load(id)).toMatchObject({ status: 'approved' });
  });
});

describe('when a call between the item and the workflow is lost', () => {
  const lost = async (): Promise<never> => {
    throw new Error('lost');
  };

  it('a decision is found by the timeout that comes after it', async () => {
    const id = await submit();
    await decide(manager, id, { outcome: 'approved' }, serviceWith({ ...executions, decide: lost }));
    expect(await load(id)).toMatchObject({ status: 'submitted' });
    await aws.pass(remindAfter);
    expect(await load(id)).toMatchObject({ status: 'approved' });
  });

  it('a decision is repeated by the reconciler', async () => {
    const id = await submit();
    await decide(
      manager,
      id,
      {
        outcome: 'rejected',
        comment: 'no',
      },
      serviceWith({ ...executions, decide: lost }),
    );
    await aws.pass(180);
    expect(await reconcileNow()).toMatchObject({ 'decision-sent': 1 });
    expect(await load(id)).toMatchObject({ status: 'rejected' });
  });

  it('a start is repeated by the reconciler', async () => {
    const id = await submit(12_000, serviceWith({ ...executions, start: lost }));
    expect(await load(id)).toMatchObject({ status: 'submitted' });
    await aws.pass(180);
    expect(await reconcileNow()).toMatchObject({ started: 1 });
    expect(await load(id)).toMatchObject({ queue: { approver: 'USER#manager' } });
  });

  it('a recall is noticed by the workflow itself', async () => {
    const id = await submit();
    await serviceWith({ ...executions, stop: lost }).recall(owner, id);
    await aws.pass(remindAfter);
    expect(await load(id)).toMatchObject({ status: 'draft' });
    expect((await execution(id)).status).toBe('SUCCEEDED');
  });

  it('an expense whose workflow was stopped from outside goes back to its owner', async () => {
    const id = await submit();
    await executions.stop(id, 1, 'by an operator');
    await aws.pass(180);
    expect(await reconcileNow()).toMatchObject({ returned: 1 });
    expect(await load(id)).toMatchObject({ status: 'draft' });
  });
});

it('starting twice is harmless', async () => {
  const id = await submit();
  const input = { expenseId: id, round: 1, steps: (await load(id)).approval?.steps ?? [] };
  const steps = input.steps.map(({ approvers }) => ({ approvers }));
  await executions.start({ ...input, steps });
  expect(events(await load(id)).filter((event) => event === 'approval-requested')).toHaveLength(1);
});

it('of many decisions at once exactly one is taken', async () => {
  const id = await submit();
  const rulings = Array.from({ length: 40 }, (_, n) =>
    decide(manager, id, { outcome: n % 2 ? 'approved' : 'rejected', comment: `${n}` }),
  );
  const settled = await Promise.allSettled(rulings);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason.status] : []));
  expect(new Set(refused)).toEqual(new Set([409]));
  const done = await load(id);
  expect(done.status).toBe(done.approval?.steps[0]?.decision?.outcome);
});

it('takes few state transitions, which AWS charges for', async () => {
  const id = await submit();
  await decide(manager, id, { outcome: 'approved' });
  await load(id);
  const { events: all = [] } = await aws.sfn.send(
    new GetExecutionHistoryCommand({ executionArn: executionArn(id), maxResults: 1000 }),
  );
  expect(all.filter(({ type }) => type?.endsWith('StateEntered'))).toHaveLength(8);
});
