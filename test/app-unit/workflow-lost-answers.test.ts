import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { approvalPolicy } from '../../app/policies/approval-policy.ts';
import { type ApprovalParts, events, finance, manager, owner, startApprovalParts } from './approval-parts.ts';

const { remindAfter, escalateAfter } = approvalPolicy;

let parts: ApprovalParts;
let decide: ApprovalParts['decide'];
let aws: ApprovalParts['aws'];
let executions: ApprovalParts['executions'];
let execution: ApprovalParts['execution'];
let load: ApprovalParts['load'];
let serviceWith: ApprovalParts['serviceWith'];
let setFaults: ApprovalParts['setFaults'];
let statesOf: ApprovalParts['statesOf'];
let submit: ApprovalParts['submit'];
beforeAll(async () => {
  parts = await startApprovalParts();
  ({ aws, decide, executions, execution, load, serviceWith, setFaults, statesOf, submit } = parts);
});
afterAll(() => parts[Symbol.asyncDispose]());

/** Loses the answers of the next calls of an operation of DynamoDB: they are carried out, and fail for the caller. */
async function loseAnswers(operation: string, times = 1): Promise<void> {
  const fail = { code: 'SdkClientException', message: 'Unable to execute HTTP request' };
  await setFaults([{ service: 'dynamodb', operation, times, when: 'after', fail }]);
}

describe('when the answer to a write of the workflow is lost', () => {
  afterEach(() => setFaults([]));
  /** Longer than all retries of a call together. */
  const retries = 120;
  const asked = ['created', 'submitted', 'approval-requested'];

  it.each([1, 2, 3])('%i times, the approver is asked once, and can decide', async (times) => {
    await loseAnswers('TransactWriteItems', times);
    const id = await submit();
    await aws.pass(retries);
    expect(events(await load(id))).toEqual(asked);
    await decide(manager, id, { outcome: 'approved' });
    expect(events(await load(id))).toEqual([...asked, 'step-approved', 'approved']);
    expect((await execution(id)).status).toBe('SUCCEEDED');
  });

  it('the approver is still asked again, and after them the next one, in time', async () => {
    await loseAnswers('TransactWriteItems');
    const id = await submit();
    await aws.pass(retries);
    await loseAnswers('TransactWriteItems');
    await aws.pass(remindAfter);
    expect(events(await load(id))).toEqual([...asked, 'approval-reminded']);
    await loseAnswers('TransactWriteItems');
    await aws.pass(escalateAfter + retries);
    const escalated = await load(id);
    expect(events(escalated)).toEqual([...asked, 'approval-reminded', 'approval-escalated']);
    expect(escalated.queue?.approver).toBe('ROLE#finance');
    await decide(finance, id, { outcome: 'approved' });
    expect(await load(id)).toMatchObject({ status: 'approved' });
  });

  it('of the new token as well, a decision is taken', async () => {
    await loseAnswers('TransactWriteItems');
    const id = await submit();
    await loseAnswers('UpdateItem', 2);
    await aws.pass(retries);
    expect(events(await load(id))).toEqual(asked);
    await decide(manager, id, { outcome: 'rejected', comment: 'no' });
    expect(await load(id)).toMatchObject({ status: 'rejected' });
  });

  it.each(['approved', 'rejected'] as const)('of its end, it ends %s, once', async (outcome) => {
    const id = await submit();
    await loseAnswers('UpdateItem', 2);
    await decide(manager, id, { outcome, comment: 'so be it' });
    await aws.pass(retries);
    const done = await load(id);
    expect(events(done)).toEqual([...asked, `step-${outcome}`, outcome]);
    expect((await execution(id)).status).toBe('SUCCEEDED');
    expect(await statesOf(id)).toContain(outcome === 'approved' ? 'Approved' : 'Rejected');
  });

  it('and the expense is recalled before the call is repeated, nobody is asked', async () => {
    await loseAnswers('TransactWriteItems');
    const id = await submit();
    await serviceWith({ ...executions, stop: async () => {} }).recall(owner, id);
    await aws.pass(retries);
    expect(events(await load(id))).toEqual([...asked, 'recalled']);
    expect(await statesOf(id)).toContain('Superseded');
  });
});
