import { malformedQuery } from './errors.ts';
import { areEqual, FUNCTIONS, type QueryFunction } from './functions.ts';
import { regexTest } from './regex.ts';
import { fieldOf, type Row } from './row.ts';
import type { BinaryOperator, Expression, Search } from './syntax.ts';
import { compareValues, isTrue, numberOf, textOfValue, type Value } from './values.ts';

/** Computes an expression for a row. */
export type Evaluate = (row: Row) => Value;

/** What an expression can refer to. */
export interface Scope {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The columns that stats has computed, by how they were written or called. */
  readonly columns: ReadonlySet<string>;
}

const AGGREGATES = new Set([
  'avg',
  'count',
  'count_distinct',
  'earliest',
  'latest',
  'max',
  'median',
  'min',
  'pct',
  'sortsfirst',
  'sortslast',
  'stddev',
  'sum',
]);

/** Whether a function, by its name in lower case, is about many rows. */
export function isAggregate(name: string): boolean {
  return AGGREGATES.has(name);
}

/**
 * Makes an expression ready to be computed for many rows.
 *
 * @throws MalformedQueryException for functions that are none or stand where they cannot, wrong numbers of arguments and
 *   regular expressions
 */
export function compileExpression(expression: Expression, scope: Scope): Evaluate {
  const compile = (each: Expression) => compileExpression(each, scope);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'period':
      return () => expression;
    case 'field':
      return (row) => fieldOf(row, expression.name);
    case 'not': {
      const of = compile(expression.of);
      return (row) => !isTrue(of(row));
    }
    case 'negative': {
      const of = compile(expression.of);
      return (row) => {
        const number = numberOf(of(row));
        return number === undefined ? undefined : -number;
      };
    }
    case 'in': {
      const [of, values] = [compile(expression.of), expression.values.map(compile)];
      return (row) => {
        const value = of(row);
        return values.some((each) => areEqual(value, each(row)));
      };
    }
    case 'search':
      return compileSearch(compile(expression.of), expression.search);
    case 'binary':
      return compileBinary(expression.operator, compile(expression.left), compile(expression.right));
    case 'call':
      return compileCall(expression, compile, scope);
  }
}

function compileSearch(of: Evaluate, search: Search): Evaluate {
  const test =
    search.kind === 'text'
      ? (text: string) => text.includes(search.text)
      : regexTest(search.source, search.at);
  return (row) => {
    const text = textOfValue(of(row));
    return text !== undefined && test(text);
  };
}

const COMPARISONS: Readonly<Partial<Record<BinaryOperator, (order: number) => boolean>>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, (a: number, b: number) => number>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

function compileBinary(operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === 'or') return (row) => isTrue(left(row)) || isTrue(right(row));
  if (operator === 'and') return (row) => isTrue(left(row)) && isTrue(right(row));
  const holds = COMPARISONS[operator];
  if (holds) {
    return (row) => {
      const [a, b] = [left(row), right(row)];
      // What is not there is not different from anything, either.
      return a !== undefined && b !== undefined && holds(compareValues(a, b));
    };
  }
  const calculate = ARITHMETIC[operator];
  return (row) => {
    const [a, b] = [numberOf(left(row)), numberOf(right(row))];
    if (a === undefined || b === undefined || !calculate) return undefined;
    const result = calculate(a, b);
    return Number.isFinite(result) ? result : undefined;
  };
}

type Call = Extract<Expression, { kind: 'call' }>;

function compileCall(call: Call, compile: (expression: Expression) => Evaluate, scope: Scope): Evaluate {
  // What stats computed is known by how it was written.
  if (scope.columns.has(call.text)) return (row) => row.computed.get(call.text);
  if (isAggregate(call.name)) throw misused(call, `The function ${call.name} can be used in stats only`);
  const known = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (!known) throw misused(call, `Unknown function ${call.name}`);
  const args = argumentsOf(call);
  if (args.length < known.takes[0] || args.length > known.takes[1]) {
    throw misused(call, `Wrong number of arguments of ${call.name}`);
  }
  const values = args.map(compile);
  return (row) => run(known, values, row, scope.now);
}

/** The error of a call that means nothing. */
export function misused({ name, at }: Call, what: string) {
  return malformedQuery(`${what} at position ${at + 1}`, at, at + name.length);
}

/** `bin(5m)` is short for `bin(@timestamp, 5m)`. */
function argumentsOf({ name, args }: Call): readonly Expression[] {
  if (name !== 'bin' || args.length !== 1) return args;
  return [{ kind: 'field', name: '@timestamp' }, ...args];
}

function run(known: QueryFunction, args: readonly Evaluate[], row: Row, now: number): Value {
  const values = args.map((each) => each(row));
  if (!known.takesNothing && values.includes(undefined)) return undefined;
  return known.run(values, now);
}
