import { afterAll, describe, expect, it, test } from 'vitest';
import { skipElsewhere, skipOn } from '../../testing/backend.ts';
import { machine, only, ROLE, START, startWorkflows } from './support.ts';

const workflows = await startWorkflows();
afterAll(() => workflows[Symbol.asyncDispose]());

const evaluate = async (expression: string, input: unknown = {}) =>
  (await workflows.run(only({ Type: 'Pass', Output: `{% ${expression} %}` }), input)).output;

describe("Step Functions' own functions", () => {
  test.for([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1,2], 9)', [[1, 2]]],
    ['$partition([], 2)', []],
    ['$range(1, 7, 3)', [1, 4, 7]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(5, 6, 9)', 5],
    ['$parse(\'{"a": [1, null]}\')', { a: [1, null] }],
    ["$parse('7')", 7],
  ] as const)('%s', async ([expression, expected]) => {
    const output = await evaluate(expression);
    expect(output).toEqual(expected);
  });

  it('hashes with the algorithms that AWS names', async () => {
    const expected = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
    expect(await evaluate("$hash('hello', 'SHA-256')")).toBe(expected);
    expect(await evaluate("$hash('hello', 'SHA-1')")).toBe('aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d');
  });

  it('draws the same number for the same seed, another for another', async () => {
    const [a, b, c] = [
      await evaluate('$random(7)'),
      await evaluate('$random(7)'),
      await evaluate('$random(8)'),
    ];
    expect(a).toBe(b);
    expect(a).not.toBe(c);
    expect(a).toBeGreaterThanOrEqual(0);
    expect(a).toBeLessThan(1);
  });

  it('makes UUIDs', async () => {
    expect(await evaluate('$uuid()')).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  it('reads the emulated clock', async () => {
    await using own = await startWorkflows();
    await own.advance(3600);
    const output = { now: '{% $now() %}', millis: '{% $millis() %}' };
    const ran = await own.run(only({ Type: 'Pass', Output: output }));
    const expected = START + 3_600_000;
    expect(ran.output).toEqual({ now: new Date(expected).toISOString(), millis: expected });
  });

  it('writes the time by a picture', async () => {
    skipElsewhere('a clock that stands still');
    await using own = await startWorkflows();
    const ran = await own.run(
      only({ Type: 'Pass', Output: "{% $now('[Y]/[M01]/[D01] [H01]:[m01]', '+0100') %}" }),
    );
    expect(ran.output).toBe('2026/03/01 11:00');
  });

  it('has no $eval', async () => {
    const ran = await workflows.run(only({ Type: 'Pass', Output: "{% $eval('1') %}" }));
    expect(ran.cause).toMatch(
      /threw an error during evaluation\. T1006: Attempted to invoke a non-function$/,
    );
  });
});

describe('An expression that fails', () => {
  test.for([
    { what: 'is undefined', expression: '$states.input.nothing', words: 'returned nothing (undefined).' },
    { what: 'is a function', expression: 'function($x){$x}', words: 'returned an unsupported result type.' },
    {
      what: 'holds a function',
      expression: '{"f": $uppercase}',
      words: 'returned an unsupported result type.',
    },
    { what: 'throws', expression: '1 + "a"', words: 'threw an error during evaluation. T2002' },
    {
      what: 'raises an error',
      expression: '$error("no")',
      words: 'threw an error during evaluation. D3137: no',
    },
    {
      what: 'calls a function wrongly',
      expression: '$hash(1, "MD5")',
      words: 'threw an error during evaluation. T0410: Argument 1',
    },
    {
      what: 'never ends',
      expression: '($f := function(){$f()}; $f())',
      words: 'threw an error during evaluation.',
    },
  ])("because it $what ends the execution with AWS's words", async ({ what, expression, words }) => {
    if (what === 'never ends') skipOn('localstack', 'evaluates it for ever, and nothing else any more');
    const ran = await workflows.run(only({ Type: 'Pass', Output: { a: `{% ${expression} %}` } }));
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(ran.cause).toContain(
      "An error occurred while executing the state 'State' (entered at the event id #2). The JSONata expression '",
    );
    expect(ran.cause).toContain(`specified for the field 'Output/a' ${words}`);
    expect(ran.types).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'EvaluationFailed',
      'ExecutionFailed',
    ]);
    expect(ran.events[2]?.evaluationFailedEventDetails).toMatchObject({
      location: 'Output/a',
      state: 'State',
    });
  });
});

describe('The context object', () => {
  it('tells of the execution, the machine and the state', async () => {
    const ran = await workflows.run(only({ Type: 'Pass', Output: '{% $states.context %}' }), { n: 1 });
    const startTime = new Date((await workflows.describe(ran.arn)).startDate as Date).toISOString();
    expect(ran.output).toEqual({
      Execution: {
        Id: ran.arn,
        Input: { n: 1 },
        Name: ran.arn.split(':')[7],
        RoleArn: ROLE,
        StartTime: startTime,
        RedriveCount: 0,
      },
      StateMachine: { Id: expect.stringContaining(':stateMachine:machine-'), Name: ran.arn.split(':')[6] },
      State: { Name: 'State', EnteredTime: startTime },
    });
  });
});

describe('Variables', () => {
  it('are read by later states, and shown when they are assigned', async () => {
    const ran = await workflows.run(
      machine({
        First: { Type: 'Pass', Assign: { total: '{% $states.input.a * 2 %}', list: [1] }, Next: 'Second' },
        Second: { Type: 'Pass', Output: '{% $total + $list[0] %}', End: true },
      }),
      { a: 4 },
    );
    expect(ran.output).toBe(9);
    expect(ran.events[2]?.stateExitedEventDetails?.assignedVariables).toEqual({ total: '8', list: '[1]' });
  });

  it('have their old values in the Assign and the Output of the state that changes them', async () => {
    const ran = await workflows.run(
      machine({
        First: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
        Swap: {
          Type: 'Pass',
          Assign: { a: '{% $b %}', b: '{% $a %}' },
          Output: '{% [$a, $b] %}',
          Next: 'Read',
        },
        Read: { Type: 'Pass', Output: '{% {"before": $states.input, "after": [$a, $b]} %}', End: true },
      }),
    );
    expect(ran.output).toEqual({ before: [1, 2], after: [2, 1] });
  });

  it('of a branch are seen in that branch alone; those around it can be read', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: {
        [name]: { Type: 'Pass', Assign: { own: `{% $shared & '${name}' %}` }, Next: `${name}2` },
        [`${name}2`]: { Type: 'Pass', Output: '{% $own %}', End: true },
      },
    });
    const ran = await workflows.run(
      machine({
        Start: { Type: 'Pass', Assign: { shared: 'from ' }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch('A'), branch('B')], Next: 'After' },
        After: { Type: 'Pass', Output: '{% {"branches": $states.input, "own": $exists($own)} %}', End: true },
      }),
    );
    expect(ran.output).toEqual({ branches: ['from A', 'from B'], own: false });
  });
});

describe('JSONPath beside JSONata', () => {
  it('runs states with reference paths, and both languages share variables', async () => {
    const ran = await workflows.run(
      {
        StartAt: 'Path',
        States: {
          Path: {
            Type: 'Pass',
            InputPath: '$.order',
            Parameters: { 'id.$': '$.id', 'run.$': '$$.Execution.Name', fixed: true },
            ResultPath: '$.result',
            Assign: { 'id.$': '$.id' },
            Next: 'Query',
          },
          Query: {
            Type: 'Pass',
            QueryLanguage: 'JSONata',
            Output: '{% {"id": $id, "fixed": $states.input.result.fixed} %}',
            End: true,
          },
        },
      },
      { order: { id: 'o-1' } },
    );
    expect(ran.output).toEqual({ id: 'o-1', fixed: true });
  });

  it('fails with States.Runtime where a path names nothing', async () => {
    const ran = await workflows.run({
      StartAt: 'Path',
      States: { Path: { Type: 'Pass', Parameters: { 'id.$': '$.missing' }, End: true } },
    });
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ran.cause).toContain(
      "The JSONPath '$.missing' specified for the field 'id.$' could not be found in the input '{}'",
    );
  });
});
