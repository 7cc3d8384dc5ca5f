import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance, setBackground } from './support/clock.ts';
import { setFaults } from './support/faults.ts';
import { alarms, stateChanges } from './support/metrics.ts';
import { aPerson, signInAgain } from './support/people.ts';
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

/** What a list of one's own expenses asks of the table. */
const QUERY = { service: 'dynamodb', operation: 'Query' };

describe.skipIf(withoutClock)(`an alarm is raised, and ends ${withoutClock}`, () => {
  afterEach(() => setFaults());

  it('when an approval fails', async () => {
    // Without an expense and approvers in the input, which no submission causes.
    const input = '{}';
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

  it('when the reconciler falls silent', async () => {
    await setBackground(false);
    try {
      await advance('PT45M');
      await is('reconciler-silent', 'ALARM');
    } finally {
      await setBackground(true);
    }
    await advance('PT45M');
    await is('reconciler-silent', 'OK');
  });

  it('never for a silence of the reconciler that there was not', async () => {
    await advance('PT30M');
    const before = (await stateChanges('reconciler-silent')).length;
    await advance('PT3H');
    expect((await stateChanges('reconciler-silent')).slice(before)).toEqual([]);
    await is('reconciler-silent', 'OK');
  });

  it('when the API fails, and nobody has to ask for it', async () => {
    const person = await aPerson();
    // What was measured before is no longer looked at.
    await advance('PT30M');
    const before = (await stateChanges('api-5xx')).length;
    await setFaults({ ...QUERY, fail: { code: 'ResourceNotFoundException', message: 'The table is gone' } });
    for (let request = 0; request < 5; request++) {
      expectProblem(await as(person).get('/expenses'), 500, 'internal.error');
    }
    await setFaults();
    await advance('PT2M');
    expect((await stateChanges('api-5xx')).slice(before)).toEqual([
      expect.stringMatching(
        /^Alarm updated from OK to ALARM: Threshold Crossed: 1 out of the last 1 datapoints \[5\.0 .+\] was greater than or equal to the threshold \(5\.0\)/,
      ),
    ]);
    await advance('PT15M');
    expect((await stateChanges('api-5xx')).slice(before + 1)).toEqual([
      expect.stringContaining('Alarm updated from ALARM to OK'),
    ]);
    await is('api-5xx', 'OK');
  });

  it('never for four failures in five minutes', async () => {
    const person = await aPerson();
    await advance('PT30M');
    const before = (await stateChanges('api-5xx')).length;
    await setFaults({ ...QUERY, fail: { code: 'ResourceNotFoundException', message: 'The table is gone' } });
    for (let request = 0; request < 4; request++) {
      expectProblem(await as(person).get('/expenses'), 500, 'internal.error');
    }
    await setFaults();
    await advance('PT10M');
    expect((await stateChanges('api-5xx')).slice(before)).toEqual([]);
  });

  it('when one request in twenty is slow for a quarter of an hour', async () => {
    let person = await aPerson();
    await advance('PT30M');
    person = await signInAgain(person);
    const before = (await stateChanges('api-latency')).length;
    for (let period = 0; period < 3; period++) {
      await setFaults({ ...QUERY, lag: 1_200, times: 1 });
      expectStatus(await as(person).get('/expenses'), 200);
      await setFaults();
      await advance('PT5M');
    }
    expect((await stateChanges('api-latency')).slice(before)).toEqual([
      expect.stringMatching(/^Alarm updated from OK to ALARM: Threshold Crossed: 3 out of the last 3/),
    ]);
    await advance('PT25M');
    expect((await stateChanges('api-latency')).slice(before + 1)).toEqual([
      expect.stringContaining('Alarm updated from ALARM to OK'),
    ]);
    await is('api-latency', 'OK');
  });
});
