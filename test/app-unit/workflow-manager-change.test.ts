import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOver } from '../../app/approvals/hand-over.ts';
import { approvalPolicy } from '../../app/policies/approval-policy.ts';
import { changedUser, withActive } from '../../app/users/user.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type ApprovalParts, actor, events, notifyWorkflow, startApprovalParts } from './approval-parts.ts';

const { remindAfter, escalateAfter } = approvalPolicy;

let parts: ApprovalParts;
let aws: ApprovalParts['aws'];
let expenses: ApprovalParts['expenses'];
let users: ApprovalParts['users'];
let executions: ApprovalParts['executions'];
let approvals: ApprovalParts['approvals'];
let addPerson: ApprovalParts['addPerson'];
let changeUser: ApprovalParts['changeUser'];
let decide: ApprovalParts['decide'];
let draftWithLine: ApprovalParts['draftWithLine'];
let load: ApprovalParts['load'];
let reconcileNow: ApprovalParts['reconcileNow'];
beforeAll(async () => {
  parts = await startApprovalParts();
  ({ aws, expenses, users, executions, approvals } = parts);
  ({ addPerson, changeUser, decide, draftWithLine, load, reconcileNow } = parts);
});
afterAll(() => parts[Symbol.asyncDispose]());

describe('the line after a change of manager', () => {
  const lost: typeof executions.move = async () => Promise.reject(new Error('lost'));

  /** Gives the owner another manager; `move` is the call that passes the move to the workflow. */
  async function setManager(id: string, managerId: string, move = executions.move): Promise<void> {
    await changeUser(id, (user) => changedUser(user, { managerId }, aws.now().toISOString()));
    const person = await users.load(id);
    const deps = { expenses, users, executions: { ...executions, move }, notifyWorkflow, now: aws.now };
    expect(person && (await handOver(person, 'admin', 100, deps))).toBe(1);
  }

  /** Another manager, who reports to somebody else again. */
  async function anotherLine(): Promise<[manager: string, director: string]> {
    const [director, boss] = [uniqueName('d'), uniqueName('m')];
    await addPerson(director, 'manager');
    await addPerson(boss, 'manager', director);
    return [boss, director];
  }

  /** Who is asked now, then reminded, then asked after them. */
  async function askedInTurn(id: string): Promise<(string | undefined)[]> {
    const asked = [(await load(id)).queue?.approver];
    for (const seconds of [remindAfter, escalateAfter]) {
      await aws.pass(seconds);
      asked.push((await load(id)).queue?.approver);
    }
    return asked;
  }

  const history = ['approval-moved', 'approval-requested', 'approval-reminded', 'approval-escalated'];

  it('does not ask the new manager twice who was the next one in the old line', async () => {
    const { id, who, by } = await draftWithLine();
    const director = who[1] ?? '';
    await approvals.submit(by, id);
    await aws.pass(0);
    await setManager(by.id, director);
    const approver = `USER#${director}`;
    expect(await askedInTurn(id)).toEqual([approver, approver, 'ROLE#finance']);
    const escalated = await load(id);
    expect(events(escalated).slice(-4)).toEqual(history);
    expect(escalated.approval?.steps[0]?.approvers).toEqual([approver, 'ROLE#finance', 'ROLE#admin']);
  });

  it.each([
    ['told at once', 12_000],
    ['told at once, with a step to come', 500_000],
  ])("is the new manager's own: %s", async (_how, amount) => {
    const { id, by } = await draftWithLine(amount);
    const [boss, director] = await anotherLine();
    await approvals.submit(by, id);
    await aws.pass(0);
    await setManager(by.id, boss);
    expect(await askedInTurn(id)).toEqual([`USER#${boss}`, `USER#${boss}`, `USER#${director}`]);
    const escalated = await load(id);
    expect(events(escalated).slice(-4)).toEqual(history);
    expect(escalated.approval?.steps[0]?.approvers).toEqual([
      `USER#${boss}`,
      `USER#${director}`,
      'ROLE#finance',
      'ROLE#admin',
    ]);
    await decide(actor(director), id, { outcome: 'approved' });
    const after = await load(id);
    if (amount === 12_000) expect(after.status).toBe('approved');
    else expect(after.queue?.approver).toBe('ROLE#finance');
  });

  it.each([
    ['by the reconciler', async () => expect(await reconcileNow()).toMatchObject({ 'move-sent': 1 })],
    ['by nothing but its own reminder', () => aws.pass(remindAfter)],
  ])("is the new manager's own where the workflow hears of it %s", async (_how, hear) => {
    const { id, by } = await draftWithLine();
    const [boss, director] = await anotherLine();
    await approvals.submit(by, id);
    await aws.pass(0);
    await setManager(by.id, boss, lost);
    expect((await load(id)).queue).toBeUndefined();
    await hear();
    expect(await askedInTurn(id)).toEqual([`USER#${boss}`, `USER#${boss}`, `USER#${director}`]);
  });

  it('begins anew when the one before had been silent: it has gone on to nobody of the old line', async () => {
    const { id, by } = await draftWithLine();
    const [[first, second], [boss, director]] = [await anotherLine(), await anotherLine()];
    await approvals.submit(by, id);
    await aws.pass(0);
    await setManager(by.id, first);
    await aws.pass(remindAfter);
    await setManager(by.id, boss);
    const asked = await askedInTurn(id);
    expect(asked).toEqual([`USER#${boss}`, `USER#${boss}`, `USER#${director}`]);
    expect((await load(id)).waitedFor).not.toContain(`USER#${second}`);
  });

  it('passes over a new manager who may not be asked either, for their own manager', async () => {
    const { id, by } = await draftWithLine();
    const [boss, director] = await anotherLine();
    await approvals.submit(by, id);
    await aws.pass(0);
    await changeUser(boss, (user) => withActive(user, false, aws.now().toISOString()));
    await setManager(by.id, boss);
    expect((await load(id)).queue?.approver).toBe(`USER#${director}`);
  });

  it('never has the owner in it, where the new manager reports to them', async () => {
    const { id, by } = await draftWithLine();
    const boss = uniqueName('m');
    await addPerson(boss, 'manager', by.id);
    await approvals.submit(by, id);
    await aws.pass(0);
    await setManager(by.id, boss);
    expect(await askedInTurn(id)).toEqual([`USER#${boss}`, `USER#${boss}`, 'ROLE#finance']);
  });
});
