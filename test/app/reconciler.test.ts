import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import {
  GetQueueUrlCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectStatus } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance, setBackground, setQueueReader } from './support/clock.ts';
import { endOfExecution, executionArn } from './support/executions.ts';
import {
  aDraft,
  approve,
  aSubmitted,
  aWaiting,
  type ExpenseView,
  eventsOf,
  hasStatus,
  isWaiting,
  readExpense,
} from './support/expenses.ts';
import { setFaults } from './support/faults.ts';
import { aPerson, aTeam, type Team } from './support/people.ts';
import { aFile, announce, lookedAt, post } from './support/receipts.ts';
import { resourceName } from './support/resources.ts';
import { setStepFunctions } from './support/step-functions.ts';
import { withoutClock } from './support/target.ts';

const sfn = awsClient(SFNClient);
const sqs = awsClient(SQSClient);

const attributesOf = ({ MessageAttributes = {} }: Message): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]));

describe.skipIf(withoutClock)(`the reconciler ${withoutClock}`, () => {
  let team: Team;
  beforeAll(async () => {
    team = await aTeam();
  });
  afterEach(async () => {
    await setBackground(true);
    await setStepFunctions(true);
  });

  it('starts an approval whose execution was never started', async () => {
    await setStepFunctions(false);
    const expense = await aSubmitted(team.employee);
    const missing = sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(expense) }));
    await expect(missing).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await setStepFunctions(true);
    await advance('PT8M');
    await isWaiting(team.employee, expense.id);
    expectStatus(await approve(team.manager, expense.id), 200);
    await hasStatus(team.employee, expense.id, 'approved');
  });

  it('sends a decision again that the execution never heard of', async () => {
    const { id } = await aWaiting(team.employee);
    await setStepFunctions(false);
    expectStatus(await approve(team.manager, id), 200);
    await setStepFunctions(true);
    expect((await readExpense(team.employee, id)).status).toBe('submitted');
    await advance('PT8M');
    const expense = await hasStatus(team.employee, id, 'approved');
    expect(eventsOf(expense).filter((event) => event === 'step-approved')).toHaveLength(1);
  });

  it('gives an expense back whose execution was stopped by hand', async () => {
    const expense = await aWaiting(team.employee);
    await sfn.send(new StopExecutionCommand({ executionArn: executionArn(expense), cause: 'By hand' }));
    expect((await readExpense(team.employee, expense.id)).status).toBe('submitted');
    await advance('PT8M');
    const draft = await hasStatus(team.employee, expense.id, 'draft');
    expect(draft.history.at(-1)).toMatchObject({ by: 'system', event: 'approval-failed' });
    expectStatus(await as(team.employee).post(`/expenses/${expense.id}/submit`), 200);
    expect((await isWaiting(team.employee, expense.id)).approval?.round).toBe(2);
  });

  it('leaves a recalled expense alone whose execution could not be stopped', async () => {
    const { id } = await aWaiting(team.employee);
    await setStepFunctions(false);
    const recalled = expectStatus(await as(team.employee).post<ExpenseView>(`/expenses/${id}/recall`), 200);
    await setStepFunctions(true);
    await advance('PT8M');
    expect(await readExpense(team.employee, id)).toEqual(recalled);
  });

  it('leaves a healthy approval alone', async () => {
    const waiting = await aWaiting(team.employee);
    await advance('PT20M');
    expect(await readExpense(team.employee, waiting.id)).toEqual(waiting);
  });

  it('is not needed for the execution of a recalled expense: it ends when it would remind, without having failed', async () => {
    const expense = await aWaiting(team.employee);
    await setStepFunctions(false);
    expectStatus(await as(team.employee).post<ExpenseView>(`/expenses/${expense.id}/recall`), 200);
    await setStepFunctions(true);
    await setBackground(false);
    await advance('P2DT1H');
    expect(await endOfExecution(expense)).toBe('SUCCEEDED');
  });
});

describe.skipIf(withoutClock)(
  `a run of the reconciler is left in its queue of dead letters ${withoutClock}`,
  () => {
    const sqs = awsClient(SQSClient);
    let QueueUrl: string | undefined;
    beforeAll(async () => {
      const QueueName = resourceName('reconciler-dead-letters');
      ({ QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName })));
    });
    afterEach(async () => {
      await setFaults();
      await sqs.send(new PurgeQueueCommand({ QueueUrl }));
      // So that the alarm ends too, and SQS purges again.
      await advance('PT20M');
    });

    /** The attributes of a message of the queue that has `expected` among them; others may have been left before. */
    function deadLetterWith(
      expected: Readonly<Record<string, string>>,
    ): Promise<Record<string, string | undefined>> {
      const isExpected = (attributes: Record<string, string | undefined>) =>
        Object.entries(expected).every(([name, value]) => attributes[name] === value);
      return until(
        async () => {
          const receive = new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] });
          const { Messages = [] } = await sqs.send(receive);
          return Messages.map(attributesOf).find(isExpected);
        },
        { within: 15_000, what: `a dead letter with ${JSON.stringify(expected)}` },
      );
    }

    it('by Lambda when it has failed three times', async () => {
      const fail = { code: 'ResourceNotFoundException', message: 'The table is gone' };
      await setFaults({ service: 'dynamodb', operation: 'Query', fail });
      await advance('PT6M');
      await advance('PT5M');
      expect(await deadLetterWith({ ErrorMessage: fail.message })).toMatchObject({ ErrorCode: '200' });
    });

    it('by its schedule when Lambda has not taken it three times', async () => {
      const fail = { code: 'ServiceException', message: 'Lambda is not there', status: 500 };
      await setFaults({ service: 'lambda', operation: 'Invoke', fail });
      await advance('PT6M');
      const letter = await deadLetterWith({ ERROR_CODE: fail.code, ERROR_MESSAGE: fail.message });
      expect(letter).toMatchObject({ RETRY_ATTEMPTS: '2' });
    });
  },
);

describe.skipIf(withoutClock)(`the reconciler and receipts ${withoutClock}`, () => {
  it('looks at a receipt when the news of its file got lost, and ends one that never came', async () => {
    const employee = await aPerson();
    const { id } = await aDraft(employee);
    const [lost, never] = [await announce(employee, id), await announce(employee, id)];
    await setQueueReader(false);
    await post(lost, aFile());
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: resourceName('receipts') }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await setQueueReader(true);
    await advance('PT26M');
    expect(await lookedAt(employee, id, lost.receipt.id)).toMatchObject({ status: 'accepted' });
    expect(await lookedAt(employee, id, never.receipt.id)).toMatchObject({
      status: 'refused',
      reason: 'not-uploaded',
    });
    expectStatus(await as(employee).post(`/expenses/${id}/submit`), 200);
  });
});
