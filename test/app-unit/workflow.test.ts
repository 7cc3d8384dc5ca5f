import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalPolicy } from '../../app/policies/approval-policy.ts';
import {
  type ApprovalParts,
  admin,
  events,
  finance,
  manager,
  owner,
  startApprovalParts,
} from './approval-parts.ts';

const { remindAfter, escalateAfter } = approvalPolicy;

let parts: ApprovalParts;
let decide: ApprovalParts['decide'];
let aws: ApprovalParts['aws'];
let executions: ApprovalParts['executions'];
let approvals: ApprovalParts['approvals'];
let execution: ApprovalParts['execution'];
let load: ApprovalParts['load'];
let reconcileNow: ApprovalParts['reconcileNow'];
let serviceWith: ApprovalParts['serviceWith'];
let statesOf: ApprovalParts['statesOf'];
let submit: ApprovalParts['submit'];
beforeAll(async () => {
  parts = await startApprovalParts();
  ({ aws, decide, executions, approvals, execution, load, reconcileNow, serviceWith, statesOf, submit } =
    parts);
});
afterAll(() => parts[Symbol.asyncDispose]());

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
  // Too late, or of a version that is no more.
  for (const status of refused) expect([409, 412]).toContain(status);
  const done = await load(id);
  expect(done.status).toBe(done.approval?.steps[0]?.decision?.outcome);
});

it('takes few state transitions, which AWS charges for', async () => {
  const id = await submit();
  await decide(manager, id, { outcome: 'approved' });
  await load(id);
  expect(await statesOf(id)).toHaveLength(8);
});
