import type { EventDetails } from '../executions/history.ts';
import type { Datum } from '../json.ts';
import type { TaskResource } from '../tasks/resource.ts';

/** How a task stands in the history: other events for functions and activities than for service integrations. */
export interface TaskEvents {
  readonly scheduled: string;
  readonly started: string;
  readonly succeeded: string;
  readonly failed: string;
  readonly timedOut: string;
  readonly startedDetails: EventDetails | undefined;
  /** What the events of success, failure and timeout have in common. */
  readonly failedDetails: EventDetails;
  scheduledDetails(
    input: Datum,
    timeout: number | undefined,
    heartbeat: number | undefined,
    roleArn: string | undefined,
  ): EventDetails;
}

/** The events of a task that calls `resource`. */
export function taskEvents(resource: TaskResource, region: string): TaskEvents {
  switch (resource.kind) {
    case 'lambda-function':
      return named('LambdaFunction', {}, undefined, (input) => ({
        input: input.text,
        resource: resource.arn,
      }));
    case 'activity':
      return named('Activity', {}, undefined, (input) => ({ input: input.text, resource: resource.arn }));
    default: {
      const shown = { resource: resource.resource, resourceType: resource.resourceType };
      return named('Task', shown, shown, (input) => ({ ...shown, region, parameters: input.text }));
    }
  }
}

function named(
  prefix: string,
  failedDetails: EventDetails,
  startedDetails: EventDetails | undefined,
  scheduled: (input: Datum) => EventDetails,
): TaskEvents {
  return {
    scheduled: `${prefix}Scheduled`,
    started: `${prefix}Started`,
    succeeded: `${prefix}Succeeded`,
    failed: `${prefix}Failed`,
    timedOut: `${prefix}TimedOut`,
    startedDetails,
    failedDetails,
    scheduledDetails: (input, timeout, heartbeat, roleArn) => ({
      ...scheduled(input),
      ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
      ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
      ...(roleArn === undefined ? {} : { taskCredentials: { roleArn } }),
    }),
  };
}
