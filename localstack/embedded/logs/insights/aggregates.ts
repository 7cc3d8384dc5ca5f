import { compileExpression, type Evaluate, isAggregate, misused, type Scope } from './evaluation.ts';
import type { Row } from './row.ts';
import type { Expression } from './syntax.ts';
import { compareValues, numberOf, textOfValue, type Value } from './values.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Takes in the rows of a group one by one. */
interface Accumulator {
  add(row: Row): void;
  result(): Value;
}

/** An aggregate function of a query: begins anew for each group. */
export type Aggregate = () => Accumulator;

/**
 * Makes an aggregate function ready
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html).
 *
 * @throws MalformedQueryException for wrong numbers of arguments
 */
export function compileAggregate(call: Call, scope: Scope): Aggregate {
  const args = call.args.map((each) => compileExpression(each, scope));
  const [of, second] = args;
  if (call.name === 'count' && !of) return counting(() => true);
  const wanted = call.name === 'pct' ? 2 : 1;
  if (!of || args.length !== wanted) throw misused(call, `Wrong number of arguments of ${call.name}`);
  return AGGREGATES[call.name]?.(of, second ?? of) ?? counting((row) => of(row) !== undefined);
}

/** The calls of aggregate functions in an expression. */
export function aggregatesIn(expression: Expression): Call[] {
  switch (expression.kind) {
    case 'call':
      return isAggregate(expression.name) ? [expression] : expression.args.flatMap(aggregatesIn);
    case 'binary':
      return [...aggregatesIn(expression.left), ...aggregatesIn(expression.right)];
    case 'not':
    case 'negative':
    case 'in':
    case 'search':
      return aggregatesIn(expression.of);
    default:
      return [];
  }
}

const AGGREGATES: Readonly<Record<string, (of: Evaluate, second: Evaluate) => Aggregate>> = {
  count_distinct: (of) => () => {
    const seen = new Set<string>();
    return {
      add(row) {
        const text = textOfValue(of(row));
        if (text !== undefined) seen.add(text);
      },
      result: () => seen.size,
    };
  },
  sum: (of) => ofNumbers(of, (numbers) => numbers.reduce((sum, each) => sum + each, 0)),
  avg: (of) => ofNumbers(of, (numbers) => mean(numbers)),
  median: (of) => ofNumbers(of, (numbers) => percentile(numbers, 50)),
  pct: (of, percent) => {
    let at: number | undefined;
    const collect = ofNumbers(of, (numbers) => percentile(numbers, at ?? 50));
    return () => {
      const inner = collect();
      return {
        add(row) {
          at ??= numberOf(percent(row));
          inner.add(row);
        },
        result: inner.result,
      };
    };
  },
  stddev: (of) =>
    ofNumbers(of, (numbers) => {
      const middle = mean(numbers) ?? 0;
      return Math.sqrt(mean(numbers.map((each) => (each - middle) ** 2)) ?? 0);
    }),
  min: (of) => best(of, (order) => order < 0),
  max: (of) => best(of, (order) => order > 0),
  sortsfirst: (of) => best(of, (order) => order < 0),
  sortslast: (of) => best(of, (order) => order > 0),
  earliest: (of) => atTime(of, (time, known) => time < known),
  latest: (of) => atTime(of, (time, known) => time > known),
};

function counting(counts: (row: Row) => boolean): Aggregate {
  return () => {
    let count = 0;
    return {
      add(row) {
        if (counts(row)) count++;
      },
      result: () => count,
    };
  };
}

function ofNumbers(of: Evaluate, result: (numbers: readonly number[]) => number | undefined): Aggregate {
  return () => {
    const numbers: number[] = [];
    return {
      add(row) {
        const number = numberOf(of(row));
        if (number !== undefined) numbers.push(number);
      },
      result: () => (numbers.length === 0 ? undefined : result(numbers)),
    };
  };
}

function mean(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

/** The value that so many percent of all are not above. */
function percentile(numbers: readonly number[], percent: number): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  const rank = Math.ceil((Math.min(100, Math.max(0, percent)) / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)];
}

function best(of: Evaluate, isBetter: (order: number) => boolean): Aggregate {
  return () => {
    let known: Value;
    return {
      add(row) {
        const value = of(row);
        if (value === undefined) return;
        if (known === undefined || isBetter(compareValues(value, known))) known = value;
      },
      // A time is shown as the number that it was compared as.
      result: () => (typeof known === 'object' ? numberOf(known) : known),
    };
  };
}

/** The value of the event with the earliest or the latest time. */
function atTime(of: Evaluate, isBetter: (time: number, known: number) => boolean): Aggregate {
  return () => {
    let known: { readonly time: number; readonly value: Value } | undefined;
    return {
      add(row) {
        const [time, value] = [numberOf(row.fields?.get('@timestamp')) ?? 0, of(row)];
        if (value === undefined) return;
        if (!known || isBetter(time, known.time)) known = { time, value };
      },
      result: () => known?.value,
    };
  };
}
