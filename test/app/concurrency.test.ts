import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type Answer, as, expectStatus, type Problem } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import {
  aDraft,
  approve,
  aWaiting,
  type ExpenseView,
  eventsOf,
  everyPage,
  hasStatus,
  isWaiting,
  lunch,
  readExpense,
  reject,
} from './support/expenses.ts';
import { aPerson, aTeam, type Person, type Team } from './support/people.ts';
import { target } from './support/target.ts';

let team: Team;
beforeAll(async () => {
  team = await aTeam();
});

const times = <T>(count: number, action: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => action(index)));

/** How often each status came, and each code with it. */
function tally(answers: readonly Answer<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const key = status < 400 ? String(status) : `${status} ${(body as Problem).code}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('100 approvers at once', () => {
  let approvers: readonly Person[];
  let nobodysReport: Person;
  beforeAll(async () => {
    nobodysReport = await aPerson();
    approvers = await times(100, (index) => aPerson(index % 2 === 0 ? 'finance' : 'admin'));
  }, 60_000);

  it('make exactly one decision', async () => {
    const { id, etag } = await aWaiting(nobodysReport);
    const answers = await Promise.all(approvers.map((approver) => approve(approver, id, undefined, etag)));
    expect(tally(answers)).toEqual({ '200': 1, '409 approval.not-waiting': 99 });
    const expense = await hasStatus(nobodysReport, id, 'approved');
    expect(eventsOf(expense).filter((event) => event === 'step-approved')).toHaveLength(1);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(expense.approval?.steps[0]?.decision?.by).toBe(approvers[winner]?.id);
  });

  it('who disagree settle it once, as the one who was first said', async () => {
    const { id, etag } = await aWaiting(nobodysReport);
    const answers = await Promise.all(
      approvers.map((approver, index) =>
        index % 2 === 0
          ? approve(approver, id, undefined, etag)
          : reject(approver, id, { comment: 'No' }, etag),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const winner = answers.findIndex(({ status }) => status === 200);
    const expense = await hasStatus(nobodysReport, id, winner % 2 === 0 ? 'approved' : 'rejected');
    expect(eventsOf(expense).filter((event) => event.startsWith('step-'))).toHaveLength(1);
  });
});

describe('at the same moment', () => {
  it('100 approvals by the same manager are one', async () => {
    const { id, etag } = await aWaiting(team.employee);
    const answers = await times(100, () => approve(team.manager, id, undefined, etag));
    expect(tally(answers)).toEqual({ '200': 1, '409 approval.not-waiting': 99 });
  });

  it('50 changes of one version are one', async () => {
    const { id } = await aDraft(team.employee);
    const change = (amount: number) =>
      as(team.employee).patch<ExpenseView>(`/expenses/${id}`, { amount }, { 'if-match': '"1"' });
    const answers = await times(50, (index) => change(index + 1));
    expect(tally(answers)).toEqual({ '200': 1, '412 expense.changed': 49 });
    const winner = answers.find(({ status }) => status === 200);
    expect(await readExpense(team.employee, id)).toEqual(winner?.body);
  });

  it('20 creations with one Idempotency-Key are one', async () => {
    const owner = await aPerson();
    const key = { 'idempotency-key': uniqueName('key') };
    const answers = await times(20, () => as(owner).post<ExpenseView>('/expenses', lunch, key));
    expect(tally(answers)).toEqual({ '201': 20 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await everyPage(owner, '/expenses')).toHaveLength(1);
  });

  it('10 submissions are one, with one execution', async () => {
    const { id } = await aDraft(team.employee);
    const answers = await times(10, () => as(team.employee).post(`/expenses/${id}/submit`));
    expect(tally(answers)).toEqual({ '200': 1, '409 expense.not-draft': 9 });
    expect((await isWaiting(team.employee, id)).approval?.round).toBe(1);
    expect(await executionsOf(id)).toEqual([`${id}-1`]);
  });

  it('a recall and an approval exclude each other', async () => {
    const rounds = await times(10, async () => {
      const { id, etag } = await aWaiting(team.employee);
      const [recalled, approved] = await Promise.all([
        as(team.employee).post<ExpenseView>(`/expenses/${id}/recall`),
        approve(team.manager, id, undefined, etag),
      ]);
      await hasStatus(team.employee, id, approved.status === 200 ? 'approved' : 'draft');
      return [recalled.status, approved.status].sort();
    });
    for (const statuses of rounds) expect(statuses).toEqual([200, 409]);
  });

  it('receipts announced together are all there', async () => {
    const { id } = await aDraft(team.employee);
    const path = `/expenses/${id}/receipts`;
    const answers = await times(4, () => as(team.employee).post(path, { contentType: 'image/png' }));
    for (const answer of answers) expectStatus(answer, 201);
    expect((await readExpense(team.employee, id)).receipts).toHaveLength(4);
  });
});

/** The names of an expense's executions. */
async function executionsOf(id: string): Promise<string[]> {
  const sfn = awsClient(SFNClient);
  const { stateMachineArn } = target;
  const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}-1`;
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
  expect(status).toBe('RUNNING');
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 100 }));
  return executions.map(({ name = '' }) => name).filter((name) => name.startsWith(id));
}
