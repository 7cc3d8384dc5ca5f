import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { awsClient } from './aws.ts';
import { resourceName } from './resources.ts';
import { target } from './target.ts';

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

/** Turns the reconciler's schedule off and on: over days it would run hundreds of times, and mend nothing. */
export async function setReconciler(State: 'ENABLED' | 'DISABLED'): Promise<void> {
  const schedule = await scheduler.send(new GetScheduleCommand({ Name: SCHEDULE }));
  const { Name, ScheduleExpression, FlexibleTimeWindow, Target } = schedule;
  await scheduler.send(
    new UpdateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow, Target, State }),
  );
}
