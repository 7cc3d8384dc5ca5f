import { afterAll, describe, expect, it, test } from 'vitest';
import { machine, only, secondsOf, startWorkflows } from './support.ts';

const workflows = await startWorkflows();
afterAll(() => workflows[Symbol.asyncDispose]());

describe('Pass', () => {
  test.for([
    { name: 'hands its input on', state: {}, input: { a: 1 }, output: { a: 1 } },
    { name: 'hands on a literal', state: { Output: 'done' }, input: {}, output: 'done' },
    { name: 'hands on null', state: { Output: null }, input: {}, output: null },
    {
      name: 'evaluates an expression',
      state: { Output: '{% $states.input.a + 1 %}' },
      input: { a: 1 },
      output: 2,
    },
    {
      name: 'evaluates expressions deep inside objects and arrays',
      state: { Output: { list: [1, '{% $states.input.a %}', { b: "{% 'x' & 'y' %}" }] } },
      input: { a: { c: true } },
      output: { list: [1, { c: true }, { b: 'xy' }] },
    },
    {
      name: 'takes a string as it is unless it begins and ends as an expression does',
      state: { Output: [' {% 1 %}', '{% 1 %} ', '{%1', '$states.input'] },
      input: {},
      output: [' {% 1 %}', '{% 1 %} ', '{%1', '$states.input'],
    },
  ])('$name', async ({ state, input, output }) => {
    const ran = await workflows.run(only({ Type: 'Pass', ...state }), input);
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('leaves the four events that AWS leaves, the first state following nothing', async () => {
    const ran = await workflows.run(only({ Type: 'Pass' }));
    expect(ran.events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'PassStateEntered'],
      [3, 2, 'PassStateExited'],
      [4, 3, 'ExecutionSucceeded'],
    ]);
  });
});

describe('Choice', () => {
  const rules = {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input.amount < 10 %}', Next: 'Small' },
      {
        Condition: '{% $states.input.amount < 100 %}',
        Next: 'Medium',
        Output: { was: '{% $states.input.amount %}' },
      },
    ],
    Default: 'Large',
    Output: 'by default',
  };
  const sizes = machine({
    Size: rules,
    Small: { Type: 'Pass', End: true },
    Medium: { Type: 'Pass', End: true },
    Large: { Type: 'Pass', End: true },
  });

  test.for([
    { name: 'the first rule that is true', amount: 5, output: { amount: 5 } },
    { name: "a rule's own Output", amount: 50, output: { was: 50 } },
    { name: "Default, with the state's Output", amount: 500, output: 'by default' },
  ])('takes $name', async ({ amount, output }) => {
    expect(await workflows.run(sizes, { amount })).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('fails with States.NoChoiceMatched where no rule is true and there is no Default', async () => {
    const { Default: _, ...withoutDefault } = rules;
    const ran = await workflows.run(
      machine({ Size: withoutDefault, Small: { Type: 'Succeed' }, Medium: { Type: 'Succeed' } }),
      { amount: 500 },
    );
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  it('fails where a Condition is no boolean', async () => {
    const state = { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }] };
    const ran = await workflows.run(machine({ Ask: state, End: { Type: 'Succeed' } }));
    expect(ran.error).toBe('States.QueryEvaluationError');
    expect(ran.cause).toContain("Expected 'boolean', but was 'number' for value: 1");
  });
});

describe('Wait', () => {
  test.for([
    { name: 'Seconds', state: { Seconds: 30 }, seconds: 30 },
    { name: 'Seconds as an expression', state: { Seconds: '{% $states.input.wait %}' }, seconds: 90 },
    { name: 'Timestamp', state: { Timestamp: '2026-03-01T10:01:00Z' }, seconds: 60 },
    { name: 'Timestamp with an offset', state: { Timestamp: '2026-03-01T11:02:00+01:00' }, seconds: 120 },
    {
      name: 'Timestamp as an expression',
      state: { Timestamp: "{% '2026-03-01T10:00:45.5Z' %}" },
      seconds: 45.5,
    },
    { name: 'a Timestamp that is past', state: { Timestamp: '2020-01-01T00:00:00Z' }, seconds: 0 },
  ])('waits for $name', async ({ state, seconds }) => {
    await using own = await startWorkflows();
    const ran = await own.run(only({ Type: 'Wait', ...state }), { wait: 90 }, 200);
    expect(secondsOf(ran, 'WaitStateExited')).toEqual([seconds]);
  });

  it('runs until its time has come', async () => {
    const arn = await workflows.start(only({ Type: 'Wait', Seconds: 10 }));
    await workflows.advance(9);
    expect((await workflows.describe(arn)).status).toBe('RUNNING');
    await workflows.advance(1);
    expect((await workflows.describe(arn)).status).toBe('SUCCEEDED');
  });

  it('fails on a Timestamp without an offset, after the state was entered', async () => {
    const ran = await workflows.run(only({ Type: 'Wait', Timestamp: "{% '2026-03-01T10:00:00' %}" }));
    expect(ran.cause).toMatch(/The Timestamp field cannot be parsed as an ISO-8601 .*: 2026-03-01T10:00:00$/);
    expect(ran.events[2]).toMatchObject({ type: 'EvaluationFailed', previousEventId: 2 });
  });
});

describe('Succeed and Fail', () => {
  it('ends with its Output', async () => {
    const ran = await workflows.run(only({ Type: 'Succeed', Output: { total: '{% $sum([1,2]) %}' } }));
    expect(ran).toMatchObject({ status: 'SUCCEEDED', output: { total: 3 } });
  });

  test.for([
    {
      name: 'both',
      state: { Error: 'Refused', Cause: '{% $states.input.why %}' },
      error: 'Refused',
      cause: 'too much',
    },
    { name: 'no Cause', state: { Error: '{% "E" & "1" %}' }, error: 'E1', cause: undefined },
    { name: 'neither', state: {}, error: undefined, cause: undefined },
  ])('fails with $name', async ({ state, error, cause }) => {
    const ran = await workflows.run(only({ Type: 'Fail', ...state }), { why: 'too much' });
    expect(ran).toMatchObject({ status: 'FAILED', output: undefined });
    expect([ran.error, ran.cause]).toEqual([error, cause]);
  });
});

describe('TimeoutSeconds of the machine', () => {
  it('ends the execution as TIMED_OUT, without an error', async () => {
    const ran = await workflows.run(
      machine({ State: { Type: 'Wait', Seconds: 60, End: true } }, { TimeoutSeconds: 5 }),
      {},
      5,
    );
    expect(ran).toMatchObject({ status: 'TIMED_OUT', error: undefined, cause: undefined });
    // Measured on AWS: only the event names the error, and it follows nothing.
    expect(ran.types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
    expect(ran.events[2]).toMatchObject({
      previousEventId: 0,
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  it('does nothing to an execution that has closed', async () => {
    const definition = machine({ State: { Type: 'Pass', End: true } }, { TimeoutSeconds: 5 });
    expect(await workflows.run(definition, {}, 10)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('The size of data', () => {
  it('may be 256 KiB and no more', async () => {
    const padded = (length: number) => only({ Type: 'Pass', Output: 'x'.repeat(length) });
    expect(await workflows.run(padded(262_142))).toMatchObject({ status: 'SUCCEEDED' });
    const ran = await workflows.run(padded(262_143));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});
