import { afterAll, describe, expect, it } from 'vitest';
import { machine, only, startWorkflows } from './support.ts';

const workflows = await startWorkflows();
afterAll(() => workflows[Symbol.asyncDispose]());

const block = (states: Readonly<Record<string, object>>) => ({
  StartAt: Object.keys(states)[0],
  States: states,
});
const pass = (output: unknown) => block({ Each: { Type: 'Pass', Output: output, End: true } });
const failing = block({ Each: { Type: 'Fail', Error: 'Broken', Cause: 'as asked' } });

describe('Map', () => {
  it('keeps the order of its items, whatever order they end in', async () => {
    const wait = block({ Each: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } });
    const ran = await workflows.run(only({ Type: 'Map', Items: [3, 1, 2], ItemProcessor: wait }), {}, 5);
    expect(ran.output).toEqual([3, 1, 2]);
  });

  it('takes its input as the items where no Items are given', async () => {
    const ran = await workflows.run(
      only({ Type: 'Map', ItemProcessor: pass('{% $states.input * 10 %}') }),
      [1, 2],
    );
    expect(ran.output).toEqual([10, 20]);
  });

  it('shapes each item by ItemSelector, which knows the item and its index', async () => {
    const selector = {
      item: '{% $states.context.Map.Item.Value %}',
      index: '{% $states.context.Map.Item.Index %}',
      of: '{% $states.input.name %}',
    };
    const state = {
      Type: 'Map',
      Items: '{% $states.input.items %}',
      ItemSelector: selector,
      ItemProcessor: pass('{% $states.input %}'),
    };
    const ran = await workflows.run(only(state), { name: 'n', items: ['a', 'b'] });
    expect(ran.output).toEqual([
      { item: 'a', index: 0, of: 'n' },
      { item: 'b', index: 1, of: 'n' },
    ]);
  });

  it('runs no more iterations at a time than MaxConcurrency says', async () => {
    const wait = block({ Each: { Type: 'Wait', Seconds: 10, End: true } });
    const arn = await workflows.start(
      only({ Type: 'Map', Items: [1, 2, 3, 4, 5], MaxConcurrency: 2, ItemProcessor: wait }),
    );
    const started = async () =>
      (await workflows.inspect(arn)).types.filter((type) => type === 'MapIterationStarted').length;
    await workflows.advance(0);
    expect(await started()).toBe(2);
    await workflows.advance(10);
    expect(await started()).toBe(4);
    await workflows.advance(20);
    expect((await workflows.describe(arn)).status).toBe('SUCCEEDED');
  });

  it('fails with its first failing iteration, and stops the others', async () => {
    const process = block({
      Ask: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'Break' }],
        Default: 'Rest',
      },
      Break: { Type: 'Fail', Error: 'Broken' },
      Rest: { Type: 'Wait', Seconds: 60, End: true },
    });
    const ran = await workflows.run(only({ Type: 'Map', Items: [1, 2], ItemProcessor: process }));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(ran.types.slice(-5)).toEqual([
      'MapIterationFailed',
      'MapIterationAborted',
      'WaitStateAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('retries as a whole, without entering again', async () => {
    const state = {
      Type: 'Map',
      Items: [1],
      ItemProcessor: failing,
      Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 2, IntervalSeconds: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
    };
    const ran = await workflows.run(
      machine({ State: { ...state, End: true }, Caught: { Type: 'Succeed' } }),
      {},
      10,
    );
    expect(ran.types.filter((type) => type === 'MapStateStarted')).toHaveLength(3);
    expect(ran.types.filter((type) => type === 'MapStateEntered')).toHaveLength(1);
    expect(ran.types.filter((type) => type === 'MapStateFailed')).toHaveLength(1);
    expect(ran.output).toEqual({ Error: 'Broken', Cause: 'as asked' });
  });

  it('bears the failures that it may tolerate', async () => {
    const process = block({
      Ask: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input > 2 %}', Next: 'Break' }],
        Default: 'Fine',
      },
      Break: { Type: 'Fail', Error: 'Broken' },
      Fine: { Type: 'Pass', End: true },
    });
    const state = { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 1, ItemProcessor: process };
    expect((await workflows.run(only({ ...state, ToleratedFailureCount: 1 }))).output).toEqual([1, 2]);
    expect((await workflows.run(only({ ...state, ToleratedFailurePercentage: 34 }))).output).toEqual([1, 2]);
    const ran = await workflows.run(only({ ...state, ToleratedFailurePercentage: 33 }));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  });

  it('fails where Items are no array', async () => {
    const ran = await workflows.run(only({ Type: 'Map', Items: '{% {"a": 1} %}', ItemProcessor: pass(1) }));
    expect(ran.error).toBe('States.QueryEvaluationError');
    expect(ran.cause).toContain("Expected 'array', but was 'object' for value: {\"a\":1}");
  });

  it('can be inside a Map', async () => {
    const inner = block({
      Inner: { Type: 'Map', ItemProcessor: pass('{% $states.input + 1 %}'), End: true },
    });
    const ran = await workflows.run(only({ Type: 'Map', Items: [[1], [2, 3]], ItemProcessor: inner }));
    expect(ran.output).toEqual([[2], [3, 4]]);
  });
});

describe('Parallel', () => {
  it('gives each branch its Arguments, and answers their outputs in order', async () => {
    const branches = [
      pass('{% $states.input.n %}'),
      block({ Other: { Type: 'Pass', Output: '{% -$states.input.n %}', End: true } }),
    ];
    const state = { Type: 'Parallel', Arguments: { n: '{% $states.input.a %}' }, Branches: branches };
    const ran = await workflows.run(only(state), { a: 7 });
    expect(ran.output).toEqual([7, -7]);
    expect(ran.types).toContain('ParallelStateSucceeded');
  });

  it('fails with the first branch that fails, and stops the others', async () => {
    const long = block({ Long: { Type: 'Wait', Seconds: 3600, End: true } });
    const ran = await workflows.run(only({ Type: 'Parallel', Branches: [failing, long] }));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'as asked' });
    expect(ran.types.slice(-3)).toEqual(['WaitStateAborted', 'ParallelStateFailed', 'ExecutionFailed']);
  });

  it('can catch, with the error and the input at hand', async () => {
    const caught = { from: '{% $states.input.a %}', error: '{% $states.errorOutput.Error %}' };
    const state = {
      Type: 'Parallel',
      Branches: [failing],
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Wrong' },
        {
          ErrorEquals: ['Broken'],
          Next: 'Right',
          Output: caught,
          Assign: { why: '{% $states.errorOutput.Cause %}' },
        },
      ],
      Next: 'Wrong',
    };
    const ran = await workflows.run(
      machine({
        State: state,
        Right: { Type: 'Pass', Output: { got: '{% $states.input %}', why: '{% $why %}' }, End: true },
        Wrong: { Type: 'Fail' },
      }),
      { a: 1 },
    );
    expect(ran.output).toEqual({ got: { from: 1, error: 'Broken' }, why: 'as asked' });
  });
});
