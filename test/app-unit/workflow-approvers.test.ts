import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { handOver } from '../../app/approvals/hand-over.ts';
import type { WorkflowInput } from '../../app/approvals/workflow/index.ts';
import type { Actor } from '../../app/auth/actor.ts';
import { approvalPolicy } from '../../app/policies/approval-policy.ts';
import { changedUser, withActive } from '../../app/users/user.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import {
  type ApprovalParts,
  actor,
  admin,
  events,
  finance,
  manager,
  notifyWorkflow,
  startApprovalParts,
} from './approval-parts.ts';

const { remindAfter, escalateAfter } = approvalPolicy;

let parts: ApprovalParts;
let decide: ApprovalParts['decide'];
let aws: ApprovalParts['aws'];
let expenses: ApprovalParts['expenses'];
let users: ApprovalParts['users'];
let executions: ApprovalParts['executions'];
let approvals: ApprovalParts['approvals'];
let addPerson: ApprovalParts['addPerson'];
let changeUser: ApprovalParts['changeUser'];
let draftWithLine: ApprovalParts['draftWithLine'];
let execution: ApprovalParts['execution'];
let load: ApprovalParts['load'];
let reconcileNow: ApprovalParts['reconcileNow'];
let serviceWith: ApprovalParts['serviceWith'];
let setFaults: ApprovalParts['setFaults'];
let submit: ApprovalParts['submit'];
beforeAll(async () => {
  parts = await startApprovalParts();
  ({
    decide,
    aws,
    expenses,
    users,
    executions,
    approvals,
    addPerson,
    changeUser,
    draftWithLine,
    execution,
    load,
    reconcileNow,
    serviceWith,
    setFaults,
    submit,
  } = parts);
});
afterAll(() => parts[Symbol.asyncDispose]());

/** As DynamoDB answers a transaction while another one has an item in hand. */
const conflict = (times: number) =>
  setFaults([
    {
      service: 'dynamodb',
      operation: 'TransactWriteItems',
      times,
      fail: {
        code: 'TransactionCanceledException',
        message: 'Transaction cancelled [TransactionConflict, None]',
      },
    },
  ]);

const taken = (id: string) =>
  changeUser(id, (user) => changedUser(user, { roles: [] }, aws.now().toISOString()));
const gone = (id: string) => changeUser(id, (user) => withActive(user, false, aws.now().toISOString()));

/** Submits; what is returned starts the workflow, as the call would have that is on its way meanwhile. */
async function submitUnstarted(by: Actor, id: string): Promise<() => Promise<void>> {
  const inputs: WorkflowInput[] = [];
  const start = async (input: WorkflowInput) => void inputs.push(input);
  await serviceWith({ ...executions, start }).submit(by, id);
  return async () => {
    for (const input of inputs) await executions.start(input);
  };
}

describe('who may be asked', () => {
  afterEach(() => setFaults([]));
  const roleless = ['created', 'submitted', 'approval-escalated'];

  it.each([
    ['lost the role', taken],
    ['was deactivated', gone],
  ])(
    'is the next one in line when a manager %s between the submission and the question',
    async (_why, change) => {
      const { id, who, by } = await draftWithLine();
      const start = await submitUnstarted(by, id);
      await change(who[0] ?? '');
      await start();
      const asked = await load(id);
      expect(asked.queue?.approver).toBe(`USER#${who[1]}`);
      expect(events(asked)).toEqual(roleless);
    },
  );

  it('is the next one in line when a manager had lost the role before', async () => {
    const { id, who, by } = await draftWithLine();
    await taken(who[0] ?? '');
    await approvals.submit(by, id);
    expect((await load(id)).queue?.approver).toBe(`USER#${who[1]}`);
  });

  it('is finance when nobody is left in line', async () => {
    const { id, who, by } = await draftWithLine();
    const start = await submitUnstarted(by, id);
    for (const person of who) await gone(person);
    await start();
    expect((await load(id)).queue?.approver).toBe('ROLE#finance');
  });

  it('is finance when the second manager is gone at the escalation', async () => {
    const { id, who, by } = await draftWithLine();
    await approvals.submit(by, id);
    await aws.pass(remindAfter);
    await gone(who[1] ?? '');
    await aws.pass(escalateAfter);
    const escalated = await load(id);
    expect(escalated.queue?.approver).toBe('ROLE#finance');
    await decide(finance, id, { outcome: 'approved' });
    expect(await load(id)).toMatchObject({ status: 'approved' });
  });

  it('is not reminded who lost the role while they were asked: the next one is asked', async () => {
    const { id, who, by } = await draftWithLine();
    await approvals.submit(by, id);
    await aws.pass(0);
    await taken(who[0] ?? '');
    await aws.pass(remindAfter);
    expect((await load(id)).queue?.approver).toBe(`USER#${who[1]}`);
  });

  it('is told again by the reconciler of a move that the workflow has not heard of', async () => {
    const { id, who, by } = await draftWithLine();
    await approvals.submit(by, id);
    await aws.pass(0);
    await gone(who[0] ?? '');
    const lost = { ...executions, move: async () => Promise.reject(new Error('lost')) };
    const deps = { expenses, users, executions: lost, notifyWorkflow, now: aws.now };
    const person = await users.load(who[0] ?? '');
    expect(person && (await handOver(person, 'admin', 100, deps))).toBe(1);
    expect((await load(id)).queue).toBeUndefined();
    await aws.pass(1);
    expect(await reconcileNow()).toMatchObject({ 'move-sent': 1 });
    const moved = await load(id);
    expect(moved.queue?.approver).toBe(`USER#${who[1]}`);
    expect(events(moved).slice(-2)).toEqual(['approval-moved', 'approval-escalated']);
  });

  it('is found by the workflow itself when it hears of a move by nothing but its own reminder', async () => {
    const { id, who, by } = await draftWithLine();
    await approvals.submit(by, id);
    await aws.pass(0);
    const lost = { ...executions, move: async () => Promise.reject(new Error('lost')) };
    const to = who[1] ?? '';
    await serviceWith(lost).reassign(admin, id, { userId: to, comment: 'she knows' });
    await aws.pass(remindAfter);
    const asked = await load(id);
    expect(asked.queue?.approver).toBe(`USER#${to}`);
    expect(events(asked).slice(-2)).toEqual(['approval-reassigned', 'approval-requested']);
  });

  it('is after a reassignment the next one in line, and a role once more', async () => {
    const { id, by } = await draftWithLine(500_000);
    await approvals.submit(by, id);
    await aws.pass(0);
    const other = uniqueName('o');
    await addPerson(other, 'manager');
    await approvals.reassign(admin, id, { userId: other, comment: 'closer to it' });
    expect((await load(id)).queue?.approver).toBe(`USER#${other}`);
    await decide(actor(other), id, { outcome: 'approved' });
    expect((await load(id)).queue?.approver).toBe('ROLE#finance');
    const accountant = uniqueName('f');
    await addPerson(accountant, 'finance');
    await approvals.reassign(admin, id, { userId: accountant, comment: 'knows the budget' });
    expect((await load(id)).queue?.approver).toBe(`USER#${accountant}`);
    await expect(decide(finance, id, { outcome: 'approved' })).rejects.toMatchObject({
      code: 'approval.not-waiting',
    });
    await aws.pass(remindAfter + escalateAfter);
    expect((await load(id)).queue?.approver).toBe('ROLE#finance');
    await decide(finance, id, { outcome: 'approved' });
    expect(await load(id)).toMatchObject({ status: 'approved' });
  });

  it('waits for a moment when another transaction has one of the two items in hand', async () => {
    await conflict(3);
    const id = await submit();
    await aws.pass(10);
    await decide(manager, id, { outcome: 'approved' });
    expect(events(await load(id))).toEqual([
      'created',
      'submitted',
      'approval-requested',
      'step-approved',
      'approved',
    ]);
  });

  it('is given up when that does not end, and the expense goes back to its owner', async () => {
    await conflict(1000);
    const id = await submit();
    await aws.pass(60);
    expect((await execution(id)).status).toBe('FAILED');
    await setFaults([]);
    await aws.pass(180);
    await reconcileNow();
    expect(await load(id)).toMatchObject({ status: 'draft' });
  });
});
