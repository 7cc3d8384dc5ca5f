import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { until } from '../../../localstack/testing/until.ts';
import { awsClient } from './aws.ts';
import { resourceName } from './resources.ts';
import { target } from './target.ts';

const lambda = awsClient(LambdaClient);
const scheduler = awsClient(SchedulerClient);
const SCHEDULE = resourceName('reconciler-schedule');

/** Moves the target's clock by an ISO 8601 duration; answers when all that fell due on the way has run. */
export async function advance(duration: string): Promise<void> {
  const response = await fetch(`${target.endpoint}/_testbed/clock`, {
    method: 'POST',
    body: JSON.stringify({ advance: duration }),
  });
  if (!response.ok) throw new Error(`The clock answered ${response.status}: ${await response.text()}`);
}

/** The time at the target: by its clock where that can be moved, by this machine's otherwise. */
export async function targetTime(): Promise<Date> {
  if (!target.virtualClock) return new Date();
  const response = await fetch(`${target.endpoint}/_testbed/clock`);
  const { now } = (await response.json()) as { now: string };
  return new Date(now);
}

/**
 * Turns off and on what runs by itself, for tests that let days pass: the reconciler's schedule, every five minutes,
 * and the reading of the receipts' queue, every twenty seconds. Both would run thousands of times and find nothing.
 */
export async function setBackground(running: boolean): Promise<void> {
  await Promise.all([setSchedule(running), setQueueReader(running)]);
}

async function setSchedule(running: boolean): Promise<void> {
  const schedule = await scheduler.send(new GetScheduleCommand({ Name: SCHEDULE }));
  const { Name, ScheduleExpression, FlexibleTimeWindow, Target } = schedule;
  const State = running ? 'ENABLED' : 'DISABLED';
  await scheduler.send(
    new UpdateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow, Target, State }),
  );
}

/** Turns off and on the reading of the receipts' queue. */
export async function setQueueReader(running: boolean): Promise<void> {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: resourceName('receipt-processor') }),
  );
  const UUID = EventSourceMappings[0]?.UUID;
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: running }));
  const wanted = running ? 'Enabled' : 'Disabled';
  await until(async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State === wanted, {
    what: `the reading of the queue to be ${wanted}`,
  });
}
