import { afterAll, describe, expect, it, test } from 'vitest';
import { startWorkflows } from './support.ts';

const workflows = await startWorkflows();
afterAll(() => workflows[Symbol.asyncDispose]());

/** A JSONPath machine that ends in `Yes` where the rule applies, else in `No`. */
const asking = (rule: object) => ({
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: true, End: true },
    No: { Type: 'Pass', Result: false, End: true },
  },
});

async function applies(rule: object, input: unknown): Promise<unknown> {
  return (await workflows.run(asking(rule), input)).output;
}

const NOON = '2026-03-01T12:00:00Z';

describe('A choice rule', () => {
  test.for([
    { rule: { StringEquals: 'a' }, yes: 'a', no: 'b' },
    { rule: { StringLessThan: 'b' }, yes: 'a', no: 'b' },
    { rule: { StringGreaterThanEquals: 'b' }, yes: 'b', no: 'a' },
    { rule: { NumericEquals: 1 }, yes: 1.0, no: '1' },
    { rule: { NumericGreaterThan: 1 }, yes: 1.5, no: 1 },
    { rule: { NumericLessThanEquals: 1 }, yes: 1, no: 2 },
    { rule: { BooleanEquals: true }, yes: true, no: 'true' },
    { rule: { TimestampEquals: NOON }, yes: '2026-03-01T13:00:00+01:00', no: '2026-03-01T12:00:01Z' },
    { rule: { TimestampLessThan: NOON }, yes: '2026-03-01T11:59:59Z', no: 'yesterday' },
    { rule: { IsNull: true }, yes: null, no: 0 },
    { rule: { IsNumeric: true }, yes: 0, no: '0' },
    { rule: { IsString: true }, yes: '', no: 1 },
    { rule: { IsBoolean: false }, yes: 'false', no: false },
    { rule: { IsTimestamp: true }, yes: NOON, no: '2026-03-01' },
    { rule: { IsPresent: true }, yes: null, no: undefined },
    { rule: { IsPresent: false }, yes: undefined, no: null },
  ])('compares by $rule', async ({ rule, yes, no }) => {
    expect(await applies({ Variable: '$.it', ...rule }, { it: yes })).toBe(true);
    expect(await applies({ Variable: '$.it', ...rule }, { it: no })).toBe(false);
  });

  test.for([
    { pattern: 'log-*.txt', yes: 'log-1.txt', no: 'log-1.csv' },
    { pattern: '*', yes: '', no: 1 },
    { pattern: 'a*b*c', yes: 'aXbXbXc', no: 'acb' },
    { pattern: 'a*a', yes: 'aa', no: 'a' },
    { pattern: String.raw`5\*`, yes: '5*', no: '5 stars' },
    { pattern: String.raw`a\\*`, yes: String.raw`a\b`, no: 'ab' },
  ])('matches $pattern', async ({ pattern, yes, no }) => {
    const rule = { Variable: '$.it', StringMatches: pattern };
    expect(await applies(rule, { it: yes })).toBe(true);
    expect(await applies(rule, { it: no })).toBe(false);
  });

  it('compares with what a path names', async () => {
    const rule = { Variable: '$.it', NumericGreaterThanPath: '$.than' };
    expect(await applies(rule, { it: 2, than: 1 })).toBe(true);
    expect(await applies(rule, { it: 2, than: '1' })).toBe(false);
  });

  it('joins others by And, Or and Not, and asks no more than it needs to', async () => {
    const between = {
      And: [
        { Variable: '$.it', IsPresent: true },
        {
          Or: [
            { Variable: '$.it', NumericLessThan: 1 },
            { Variable: '$.it', NumericGreaterThan: 3 },
          ],
        },
        { Not: { Variable: '$.it', NumericEquals: 9 } },
      ],
    };
    expect(await applies(between, { it: 5 })).toBe(true);
    expect(await applies(between, { it: 2 })).toBe(false);
    expect(await applies(between, { it: 9 })).toBe(false);
    expect(await applies(between, {})).toBe(false);
  });

  it('fails the execution where its variable is missing', async () => {
    const ran = await workflows.run(asking({ Variable: '$.none', IsNull: true }), {});
    expect(ran).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Ask' (entered at the event id #2). " +
        "Invalid path '$.none': The choice state's condition path references an invalid value.",
    });
  });

  test.for([
    { what: 'two operators', rule: { Variable: '$.a', IsNull: true, IsString: true } },
    { what: 'no operator', rule: { Variable: '$.a' } },
    { what: 'no variable', rule: { IsNull: true } },
    { what: 'a constant of another type', rule: { Variable: '$.a', NumericEquals: '1' } },
    { what: 'a variable that is no path', rule: { Variable: 'a', IsNull: true } },
    { what: 'a Next inside of it', rule: { Not: { Variable: '$.a', IsNull: true, Next: 'No' } } },
  ])('is refused with $what', async ({ rule }) => {
    await expect(workflows.create(asking(rule))).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });
});
