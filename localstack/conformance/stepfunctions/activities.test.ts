import {
  CreateActivityCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  GetActivityTaskCommand,
  ListActivitiesCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, it } from 'vitest';
import { uniqueName } from '../../testing/unique-name.ts';
import { only, startWorkflows } from './support.ts';

const workflows = await startWorkflows();
const { sfn } = workflows;
afterAll(() => workflows[Symbol.asyncDispose]());

async function activity(): Promise<string> {
  const made = await sfn.send(new CreateActivityCommand({ name: uniqueName('activity') }));
  return made.activityArn as string;
}

const asking = (Resource: string, extra: object = {}) =>
  only({ Type: 'Task', Resource, Arguments: { question: '{% $states.input.q %}' }, ...extra });

describe('An activity', () => {
  it('is made once, described, listed and deleted', async () => {
    const activityArn = await activity();
    const name = activityArn.split(':')[6];
    const again = await sfn.send(new CreateActivityCommand({ name }));
    const described = await sfn.send(new DescribeActivityCommand({ activityArn }));
    expect(described).toMatchObject({ activityArn, name, creationDate: again.creationDate });
    const { activities } = await sfn.send(new ListActivitiesCommand({}));
    expect(activities?.map((listed) => listed.activityArn)).toContain(activityArn);
    await sfn.send(new DeleteActivityCommand({ activityArn }));
    await expect(sfn.send(new DescribeActivityCommand({ activityArn }))).rejects.toMatchObject({
      name: 'ActivityDoesNotExist',
      message: `Activity Does Not Exist: '${activityArn}'`,
    });
  });

  it('hands its task to a worker, whose answer is the result', async () => {
    const activityArn = await activity();
    const arn = await workflows.start(asking(activityArn), { q: 6 });
    await workflows.advance(0);
    const { taskToken, input } = await sfn.send(
      new GetActivityTaskCommand({ activityArn, workerName: 'w-1' }),
    );
    expect(input).toBe('{"question":6}');
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '42' }));
    await workflows.advance(0);
    const ran = await workflows.inspect(arn);
    expect(ran.output).toBe(42);
    expect(ran.types.slice(2, 5)).toEqual(['ActivityScheduled', 'ActivityStarted', 'ActivitySucceeded']);
    expect(ran.events[3]?.activityStartedEventDetails).toEqual({ workerName: 'w-1' });
  });

  it('fails as the worker says', async () => {
    const activityArn = await activity();
    const arn = await workflows.start(asking(activityArn), { q: 1 });
    await workflows.advance(0);
    const { taskToken } = await sfn.send(new GetActivityTaskCommand({ activityArn }));
    await sfn.send(new SendTaskFailureCommand({ taskToken, error: 'Unsure' }));
    await workflows.advance(0);
    expect(await workflows.inspect(arn)).toMatchObject({ status: 'FAILED', error: 'Unsure' });
  });

  it('answers a worker that waits as soon as there is a task', async () => {
    const activityArn = await activity();
    const polled = sfn.send(new GetActivityTaskCommand({ activityArn }));
    await workflows.start(asking(activityArn), { q: 2 });
    expect((await polled).input).toBe('{"question":2}');
  });

  it('drops a task that has timed out before a worker came', async () => {
    const activityArn = await activity();
    const ran = await workflows.run(asking(activityArn, { TimeoutSeconds: 5 }), { q: 3 }, 5);
    expect(ran.types.slice(2)).toEqual(['ActivityScheduled', 'ActivityTimedOut', 'ExecutionFailed']);
    await workflows.start(asking(activityArn), { q: 4 });
    const { input } = await sfn.send(new GetActivityTaskCommand({ activityArn }));
    expect(input).toBe('{"question":4}');
  });
});
