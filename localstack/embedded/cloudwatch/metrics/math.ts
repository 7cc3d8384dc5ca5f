import { validationError } from '../errors.ts';
import type { Datapoint } from './statistics.ts';

/** A time series, or one number for all times. */
export type Series = readonly Datapoint[] | number;

const FUNCTIONS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const KNOWN = new Set([...Object.keys(FUNCTIONS), 'ABS', 'CEIL', 'FLOOR']);

const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|[-+*/(),[\]])/y;

/**
 * Evaluates metric math: `+ - * /`, parentheses, numbers, ids, and SUM, AVG, MIN, MAX, ABS, CEIL, FLOOR over series
 * or `[a, b]`. Anything else is refused by name.
 *
 * @throws ValidationError
 */
export function evaluate(expression: string, series: (id: string) => Series): Series {
  const tokens = tokenize(expression);
  const result = new Evaluator(tokens, series, expression).whole();
  return result;
}

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < expression.trimEnd().length; ) {
    const match = TOKEN.exec(expression);
    if (!match?.[1]) throw refused(expression);
    tokens.push(match[1]);
  }
  return tokens;
}

function refused(expression: string, what = 'this expression') {
  return validationError(`Error in expression '${expression}': the embedded AWS does not implement ${what}.`);
}

class Evaluator {
  readonly #tokens: string[];
  readonly #series: (id: string) => Series;
  readonly #expression: string;

  constructor(tokens: string[], series: (id: string) => Series, expression: string) {
    this.#tokens = tokens;
    this.#series = series;
    this.#expression = expression;
  }

  whole(): Series {
    const result = this.#sum();
    if (this.#tokens.length > 0) throw refused(this.#expression);
    return result;
  }

  #sum(): Series {
    let left = this.#product();
    while (this.#tokens[0] === '+' || this.#tokens[0] === '-') {
      const operator = this.#tokens.shift();
      left = combine(left, this.#product(), operator === '+' ? (a, b) => a + b : (a, b) => a - b);
    }
    return left;
  }

  #product(): Series {
    let left = this.#factor();
    while (this.#tokens[0] === '*' || this.#tokens[0] === '/') {
      const operator = this.#tokens.shift();
      left = combine(left, this.#factor(), operator === '*' ? (a, b) => a * b : (a, b) => a / b);
    }
    return left;
  }

  #factor(): Series {
    const token = this.#tokens.shift();
    if (token === undefined) throw refused(this.#expression);
    if (token === '-') return combine(0, this.#factor(), (a, b) => a - b);
    if (token === '(') {
      const inner = this.#sum();
      this.#expect(')');
      return inner;
    }
    if (/^\d/.test(token)) return Number(token);
    if (this.#tokens[0] === '(') return this.#call(token);
    if (!/^[a-z]/.test(token)) throw refused(this.#expression, token);
    return this.#series(token);
  }

  #call(name: string): Series {
    if (!KNOWN.has(name)) throw refused(this.#expression, `the function ${name}`);
    this.#expect('(');
    const operands = this.#arguments(')');
    const [first = 0] = operands;
    const each = { ABS: Math.abs, CEIL: Math.ceil, FLOOR: Math.floor }[name];
    if (each) return combine(first, 0, (a) => each(a));
    const reduce = FUNCTIONS[name];
    if (!reduce) throw refused(this.#expression, `these arguments of ${name}`);
    if (operands.length === 1)
      return typeof first === 'number' ? first : reduce(first.map(({ value }) => value));
    return across(operands, reduce);
  }

  /** Arguments up to `end`; a list in brackets stands for its members. */
  #arguments(end: string): Series[] {
    const operands: Series[] = [];
    while (this.#tokens[0] !== end) {
      if (this.#tokens[0] === '[') {
        this.#tokens.shift();
        operands.push(...this.#arguments(']'));
      } else {
        operands.push(this.#sum());
      }
      if (this.#tokens[0] === ',') this.#tokens.shift();
    }
    this.#expect(end);
    return operands;
  }

  #expect(token: string): void {
    if (this.#tokens.shift() !== token) throw refused(this.#expression);
  }
}

/** Point by point, where both have one; a division by zero has no point. */
function combine(left: Series, right: Series, operate: (a: number, b: number) => number): Series {
  if (typeof left === 'number' && typeof right === 'number') return operate(left, right);
  if (typeof left === 'number') {
    return finite(
      (right as readonly Datapoint[]).map(({ timestamp, value }) => ({
        timestamp,
        value: operate(left, value),
      })),
    );
  }
  if (typeof right === 'number') {
    return finite(left.map(({ timestamp, value }) => ({ timestamp, value: operate(value, right) })));
  }
  const others = new Map(right.map(({ timestamp, value }) => [timestamp, value]));
  return finite(
    left.flatMap(({ timestamp, value }) => {
      const other = others.get(timestamp);
      return other === undefined ? [] : [{ timestamp, value: operate(value, other) }];
    }),
  );
}

function finite(points: readonly Datapoint[]): Datapoint[] {
  return points.filter(({ value }) => Number.isFinite(value));
}

/** One value at each time, of all the series that have a point there. */
function across(operands: readonly Series[], reduce: (values: readonly number[]) => number): Series {
  const values = new Map<number, number[]>();
  for (const series of operands) {
    if (typeof series === 'number') continue;
    for (const { timestamp, value } of series)
      values.set(timestamp, [...(values.get(timestamp) ?? []), value]);
  }
  return [...values].sort(([a], [b]) => a - b).map(([timestamp, at]) => ({ timestamp, value: reduce(at) }));
}
