import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, expect, it, test } from 'vitest';
import { ACCOUNT, REGION } from '../../testing/backend.ts';
import { uniqueName } from '../../testing/unique-name.ts';
import { only, START, startWorkflows } from './support.ts';

const workflows = await startWorkflows('cloudwatchlogs', 'cloudwatch');
afterAll(() => workflows[Symbol.asyncDispose]());
const logs = workflows.aws.client(CloudWatchLogsClient);
const cloudwatch = workflows.aws.client(CloudWatchClient);

async function logged(level: string, includeExecutionData: boolean): Promise<Record<string, unknown>[]> {
  const logGroupName = uniqueName('/aws/vendedlogs/states');
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const logGroupArn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroupName}:*`;
  const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];
  const loggingConfiguration = { level, includeExecutionData, destinations };
  const failing = only({ Type: 'Fail', Error: 'Refused' });
  const stateMachineArn = await workflows.create(failing, { loggingConfiguration });
  await workflows.sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{"secret":1}' }));
  await workflows.advance(2);
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  return (events ?? []).map((event) => JSON.parse(event.message as string));
}

test.for([
  { level: 'ALL', types: ['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed'] },
  { level: 'ERROR', types: ['ExecutionFailed'] },
  { level: 'FATAL', types: ['ExecutionFailed'] },
])('Level $level logs $types', async ({ level, types }) => {
  const lines = await logged(level, true);
  expect(lines.map((line) => line.type)).toEqual(types);
});

it('logs data only where that is asked for', async () => {
  expect(JSON.stringify(await logged('ALL', true))).toContain('secret');
  expect(JSON.stringify(await logged('ALL', false))).not.toContain('secret');
});

it('refuses a log group that is not there', async () => {
  const logGroupArn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${uniqueName('none')}:*`;
  const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];
  const machine = only({ Type: 'Pass' });
  const refused = workflows.create(machine, { loggingConfiguration: { level: 'ALL', destinations } });
  await expect(refused).rejects.toMatchObject({
    name: 'InvalidLoggingConfiguration',
    message: 'Invalid Logging Configuration: Log Destination not found.',
  });
});

it('counts executions in namespace AWS/States, and how long they took', async () => {
  const stateMachineArn = await workflows.create(only({ Type: 'Wait', Seconds: 5 }));
  for (let n = 0; n < 3; n++) await workflows.sfn.send(new StartExecutionCommand({ stateMachineArn }));
  await workflows.advance(10);
  const query = (MetricName: string, Stat: string) => ({
    Id: MetricName.toLowerCase(),
    MetricStat: {
      Metric: {
        Namespace: 'AWS/States',
        MetricName,
        Dimensions: [{ Name: 'StateMachineArn', Value: stateMachineArn }],
      },
      Period: 3600,
      Stat,
    },
  });
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(START - 3_600_000),
      EndTime: new Date(START + 3_600_000),
      MetricDataQueries: [
        query('ExecutionsStarted', 'Sum'),
        query('ExecutionsSucceeded', 'Sum'),
        query('ExecutionTime', 'Average'),
      ],
    }),
  );
  expect(MetricDataResults?.map((result) => result.Values)).toEqual([[3], [3], [5000]]);
});
