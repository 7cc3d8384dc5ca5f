import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { awsClient } from './support/aws.ts';
import { advance } from './support/clock.ts';
import { alarms } from './support/metrics.ts';
import { resourceName } from './support/resources.ts';
import { target, withoutClock } from './support/target.ts';

async function is(name: string, state: 'ALARM' | 'OK'): Promise<void> {
  await until(
    async () => {
      const found = (await alarms()).find(({ AlarmName }) => AlarmName === resourceName(name));
      return found?.StateValue === state;
    },
    { within: 10_000, what: `the alarm ${name} to be ${state}` },
  );
}

describe.skipIf(withoutClock)(`an alarm is raised, and ends ${withoutClock}`, () => {
  it('when an approval fails', async () => {
    // Nobody is to be asked, which no submission leads to.
    const input = JSON.stringify({ expenseId: 'none', round: 1, steps: [{ approvers: [] }] });
    const { stateMachineArn } = target;
    await awsClient(SFNClient).send(new StartExecutionCommand({ stateMachineArn, input }));
    await advance('PT5S');
    await is('approvals-failed', 'ALARM');
    await advance('PT15M');
    await is('approvals-failed', 'OK');
  });

  it('when a receipt is given up', async () => {
    const sqs = awsClient(SQSClient);
    const QueueName = resourceName('receipts-dead-letters');
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    await advance('PT2M');
    await is('receipts-dead-letters', 'ALARM');
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await advance('PT20M');
    await is('receipts-dead-letters', 'OK');
  });

  it('when a function is throttled', async () => {
    const lambda = awsClient(LambdaClient);
    const FunctionName = resourceName('http');
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    const answer = await fetch(`${target.apiUrl}/health`);
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect(answer.status).toBe(503);
    await is('http-throttles', 'ALARM');
    await advance('PT15M');
    await is('http-throttles', 'OK');
  });
});
