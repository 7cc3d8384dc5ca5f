import { afterAll, describe, expect, it, test } from 'vitest';
import { START, startWorkflows } from './support.ts';

const workflows = await startWorkflows();
afterAll(() => workflows[Symbol.asyncDispose]());

/** A JSONPath machine with one state, which ends it. */
const only = (state: object) => ({ StartAt: 'It', States: { It: { End: true, ...state } } });
const pass = (fields: object) => only({ Type: 'Pass', ...fields });
const where = "An error occurred while executing the state 'It' (entered at the event id #2).";
const each = { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } };

describe('A JSONPath state', () => {
  it('shapes its input by InputPath and Parameters, and puts its result where ResultPath says', async () => {
    const ran = await workflows.run(
      pass({
        InputPath: '$.in',
        Parameters: { 'all.$': '$.list[*].n', fixed: 1, 'name.$': '$$.State.Name' },
        ResultPath: '$.out.deep',
      }),
      { in: { list: [{ n: 1 }, { n: 2 }] } },
    );
    expect(ran.output).toEqual({
      in: { list: [{ n: 1 }, { n: 2 }] },
      out: { deep: { all: [1, 2], fixed: 1, name: 'It' } },
    });
  });

  it('fills in paths and functions inside of lists, too', async () => {
    const ran = await workflows.run(
      pass({ Parameters: { list: [{ 'a.$': '$.a', 'b.$': "States.Format('<{}>', $.a)" }, 'a.$'] } }),
      { a: 1 },
    );
    expect(ran.output).toEqual({ list: [{ a: 1, b: '<1>' }, 'a.$'] });
  });

  it('hands null on as a result', async () => {
    expect((await workflows.run(pass({ Result: null }), { a: 1 })).output).toBeNull();
  });

  it('assigns variables that later states read, in either language', async () => {
    const ran = await workflows.run(
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Pass', Assign: { 'sum.$': 'States.MathAdd($.n, 1)' }, Next: 'B' },
          B: { Type: 'Pass', QueryLanguage: 'JSONata', Output: { twice: '{% $sum * 2 %}' }, Next: 'C' },
          C: { Type: 'Pass', Parameters: { 'twice.$': '$.twice', 'sum.$': '$sum' }, End: true },
        },
      },
      { n: 1 },
    );
    expect(ran.output).toEqual({ twice: 4, sum: 2 });
  });

  test.for([
    {
      state: { Type: 'Pass', InputPath: '$.no' },
      cause: "Invalid path '$.no' : No results for path: $['no']",
    },
    {
      state: { Type: 'Pass', OutputPath: '$.no.more' },
      cause: "Invalid path '$.no.more' : Missing property in path $['no']",
    },
    {
      state: { Type: 'Pass', Parameters: { 'a.$': '$.no' } },
      cause: "The JSONPath '$.no' specified for the field 'a.$' could not be found in the input '{\"a\":-1}'",
    },
    {
      state: { Type: 'Wait', SecondsPath: '$.no' },
      cause: 'The SecondsPath parameter does not reference an input value: $.no',
    },
    {
      state: { Type: 'Wait', SecondsPath: '$.a' },
      cause: 'The SecondsPath parameter references a negative value: $.a == -1',
    },
    {
      state: { Type: 'Wait', TimestampPath: '$$.State.Name' },
      cause:
        'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
        '$$.State.Name == It',
    },
    {
      state: { Type: 'Wait', Timestamp: '9999-01-01T00:00:00Z' },
      cause: 'Wait state delay is too long.',
    },
    {
      state: {
        Type: 'Map',
        ItemsPath: '$$.Execution.RedriveCount',
        MaxConcurrencyPath: '$.no',
        Iterator: each,
      },
      cause: undefined,
    },
  ])('fails with the words of AWS: $state', async ({ state, cause }) => {
    const ran = await workflows.run(only(state), { a: -1 });
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    if (cause !== undefined) expect(ran.cause).toBe(`${where} ${cause}`);
  });

  it('fails where a result cannot be put', async () => {
    const ran = await workflows.run(pass({ Result: 1, ResultPath: '$.a.b' }), { a: 'text' });
    expect(ran.error).toBe('States.ResultPathMatchFailure');
  });

  it('fails where an intrinsic function cannot take its arguments', async () => {
    const ran = await workflows.run(pass({ Parameters: { 'a.$': "States.StringToJson('{')" } }));
    expect(ran.error).toBe('States.IntrinsicFailure');
  });

  it('waits as long as a path says', async () => {
    const until = new Date(START + 20_000).toISOString();
    const arn = await workflows.start(
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'B' },
          B: { Type: 'Wait', TimestampPath: '$.until', End: true },
        },
      },
      { seconds: 10, until },
    );
    await workflows.advance(19);
    expect((await workflows.describe(arn)).status).toBe('RUNNING');
    await workflows.advance(1);
    expect((await workflows.describe(arn)).status).toBe('SUCCEEDED');
  });

  it('fails with the error and cause that its paths name', async () => {
    const ran = await workflows.run(
      {
        StartAt: 'It',
        States: {
          It: { Type: 'Fail', ErrorPath: '$.code', CausePath: "States.Format('{} is wrong', $.what)" },
        },
      },
      { code: 'Bad', what: 'it' },
    );
    expect(ran).toMatchObject({ status: 'FAILED', error: 'Bad', cause: 'it is wrong' });
  });

  test.for([
    { field: 'a call', fields: { Parameters: { 'a.$': 'States.Nothing()' } } },
    { field: 'text', fields: { Parameters: { 'a.$': 'text' } } },
    { field: 'a number', fields: { Parameters: { 'a.$': 1 } } },
  ])('is refused with $field that selects nothing', async ({ fields }) => {
    await expect(workflows.create(pass(fields))).rejects.toThrow(
      "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
    );
  });

  it('is refused with a ResultPath of many places', async () => {
    await expect(workflows.create(pass({ ResultPath: '$.a[*]' }))).rejects.toMatchObject({
      name: 'InvalidDefinition',
    });
  });
});

describe('A caught error', () => {
  const failing = (error: object) => ({ StartAt: 'Each', States: { Each: { Type: 'Fail', ...error } } });

  it('without a name and a cause has null for both', async () => {
    const state = {
      Type: 'Parallel',
      Branches: [failing({})],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
    };
    const ran = await workflows.run({
      StartAt: 'It',
      States: { It: { ...state, End: true }, End: { Type: 'Pass', End: true } },
    });
    expect(ran.output).toEqual({ Error: null, Cause: null });
  });

  it('may be kept in a variable that a state of the branch has assigned for itself', async () => {
    const branch = {
      StartAt: 'Try',
      States: {
        Try: { Type: 'Pass', Assign: { found: 'inner' }, Next: 'Each' },
        ...failing({ Error: 'E' }).States,
      },
    };
    const ran = await workflows.run({
      StartAt: 'It',
      States: {
        It: {
          Type: 'Parallel',
          Branches: [branch],
          Catch: [{ ErrorEquals: ['E'], Assign: { 'found.$': '$.Error' }, Next: 'End' }],
          End: true,
        },
        End: { Type: 'Pass', Parameters: { 'found.$': '$found' }, End: true },
      },
    });
    expect(ran.output).toEqual({ found: 'E' });
  });
});
