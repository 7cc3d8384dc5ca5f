import { afterAll, describe, expect, it, test } from 'vitest';
import { ACCOUNT, REGION } from '../../testing/backend.ts';
import { machine, only, secondsOf, startWorkflows } from './support.ts';

const workflows = await startWorkflows('dynamodb');
afterAll(() => workflows[Symbol.asyncDispose]());

/** A task that fails each time: the table that it reads does not exist. */
const failing = (extra: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::dynamodb:getItem',
  Arguments: { TableName: 'no-such-table', Key: { id: { S: '1' } } },
  ...extra,
});

describe('Retry', () => {
  const scheduled = async (retry: object[], seconds = 1000) => {
    const ran = await workflows.run(only(failing({ Retry: retry })), {}, seconds);
    return secondsOf(ran, 'TaskScheduled');
  };

  test.for([
    { name: 'three times by default, doubling the wait', retry: {}, expected: [0, 1, 3, 7] },
    {
      name: 'after IntervalSeconds, times BackoffRate',
      retry: { IntervalSeconds: 2, BackoffRate: 3 },
      expected: [0, 2, 8, 26],
    },
    { name: 'as often as MaxAttempts says', retry: { MaxAttempts: 1 }, expected: [0, 1] },
    { name: 'not at all with MaxAttempts 0', retry: { MaxAttempts: 0 }, expected: [0] },
    {
      name: 'waiting no longer than MaxDelaySeconds',
      retry: { MaxDelaySeconds: 2, MaxAttempts: 4 },
      expected: [0, 1, 3, 5, 7],
    },
  ])('retries $name', async ({ retry, expected }) => {
    expect(await scheduled([{ ErrorEquals: ['States.ALL'], ...retry }])).toEqual(expected);
  });

  it('spreads the waits with JitterStrategy FULL', async () => {
    const times = await scheduled([
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 100, MaxAttempts: 2, JitterStrategy: 'FULL' },
    ]);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeLessThanOrEqual(100);
    expect(third - second).toBeLessThanOrEqual(200);
  });

  it('counts for each retrier by itself, and takes the first that is meant for the error', async () => {
    const ran = await workflows.run(
      only(
        failing({
          Retry: [
            { ErrorEquals: ['Something.Else'], MaxAttempts: 9 },
            { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 },
            { ErrorEquals: ['States.ALL'], MaxAttempts: 5 },
          ],
          Arguments: {
            TableName: '{% "no-such-table" %}',
            Key: { id: { S: '{% $string($states.context.State.RetryCount) %}' } },
          },
        }),
      ),
      {},
      100,
    );
    const keys = ran.events
      .filter((event) => event.type === 'TaskScheduled')
      .map((event) => JSON.parse(event.taskScheduledEventDetails?.parameters as string).Key.id.S);
    expect(keys).toEqual(['0', '1']);
    expect(ran.error).toBe('DynamoDB.ResourceNotFoundException');
  });

  it('gives way to Catch when its attempts are used up', async () => {
    const state = failing({
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: '{% $states.errorOutput.Error %}' }],
      End: true,
    });
    const ran = await workflows.run(machine({ Try: state, Caught: { Type: 'Succeed' } }), {}, 10);
    expect(ran.output).toBe('DynamoDB.ResourceNotFoundException');
  });

  it('retries a failing expression as any error, without the task being scheduled', async () => {
    const state = failing({
      Arguments: '{% $states.input.missing %}',
      Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 2 }],
    });
    const ran = await workflows.run(only(state), {}, 10);
    expect(ran.types.filter((type) => type === 'EvaluationFailed')).toHaveLength(3);
    expect(ran.types).not.toContain('TaskScheduled');
  });
});

describe('Catch', () => {
  it('does not mean States.Runtime by States.ALL', async () => {
    const state = {
      ...failing({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], End: true }),
      Resource: `arn:aws:states:${REGION}:${ACCOUNT}:activity:nobody`,
    };
    const ran = await workflows.run(machine({ Try: state, Caught: { Type: 'Succeed' } }));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('hands on the error object where it has no Output', async () => {
    const state = failing({ Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }], End: true });
    const ran = await workflows.run(machine({ Try: state, Caught: { Type: 'Succeed' } }));
    expect(Object.keys(ran.output as object)).toEqual(['Error', 'Cause']);
  });
});
