import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogStreamsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../../../testing/embedded.ts';

const logGroupName = 'group';
let aws: StartedEmbedded;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['cloudwatchlogs'], log: () => {} });
  logs = aws.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
});
afterAll(() => aws[Symbol.asyncDispose]());

test.each([
  ['no name', undefined],
  ['an empty name', ''],
  ['a name with a colon', 'a:b'],
  ['a name with an asterisk', 'a*'],
  ['a name that is too long', 'x'.repeat(513)],
])('a stream with %s is refused, and the group can be read as before', async (_, logStreamName) => {
  const refused = logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  await expect(refused).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
  expect(logStreams).toEqual([]);
});
