import { invalidParameter } from '../errors.ts';
import { compileRegex, wildcardTest } from './regex.ts';
import type { Read } from './selector.ts';

/** Decides about what a pattern is put to: a parsed event, or the fields of a line. */
export type Condition = (event: unknown) => boolean;

/** A boolean expression that was read. */
export interface Conditions {
  readonly test: Condition;
  readonly regexes: number;
}

const TOKEN =
  /\s*(&&|\|\||\(|\)|!=|>=|<=|=|>|<|"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)*%|\$(?:\.?\[(?:\d+|\*|"[^"]+"|'[^']+')\]|\.(?:[\w@-]+|\*))+|[^\s()=!<>&|"%]+)/y;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** AWS's most regular expressions of one pattern. */
const MOST_REGEXES = 2;

/**
 * Reads comparisons that are joined by `&&` and `||`, of which `||` binds weaker; parentheses group. `readOf` gives what
 * stands on the left of a comparison, or undefined where it cannot stand there.
 *
 * @throws InvalidParameterException
 */
export function parseConditions(
  expression: string,
  readOf: (subject: string) => Read | undefined,
): Conditions {
  return new ConditionParser(expression, readOf).parse();
}

class ConditionParser {
  readonly #expression: string;
  readonly #readOf: (subject: string) => Read | undefined;
  #position = 0;
  #token: string | undefined;
  #regexes = 0;

  constructor(expression: string, readOf: (subject: string) => Read | undefined) {
    this.#expression = expression.trim();
    this.#readOf = readOf;
    this.#advance();
  }

  parse(): Conditions {
    const test = this.#or();
    if (this.#token !== undefined) throw this.#invalid();
    if (this.#regexes > MOST_REGEXES) {
      throw invalidParameter(
        `Invalid filter pattern: it has ${this.#regexes} regular expressions, of which there can be ${MOST_REGEXES}.`,
      );
    }
    return { test, regexes: this.#regexes };
  }

  #or(): Condition {
    let left = this.#and();
    while (this.#token === '||') {
      this.#advance();
      const [first, second] = [left, this.#and()];
      left = (event) => first(event) || second(event);
    }
    return left;
  }

  #and(): Condition {
    let left = this.#primary();
    while (this.#token === '&&') {
      this.#advance();
      const [first, second] = [left, this.#primary()];
      left = (event) => first(event) && second(event);
    }
    return left;
  }

  #primary(): Condition {
    if (this.#token === '(') {
      this.#advance();
      const inner = this.#or();
      if (this.#take() !== ')') throw this.#invalid();
      return inner;
    }
    const read = this.#readOf(this.#take() ?? '');
    if (!read) throw this.#invalid();
    const operator = this.#take();
    if (operator === 'IS' || operator === 'NOT') return this.#keyword(operator, read);
    return this.#comparison(operator, this.#take(), read);
  }

  #keyword(operator: string, read: Read): Condition {
    const keyword = this.#take();
    if (operator === 'NOT' && keyword === 'EXISTS') return (event) => read(event).length === 0;
    const literal = { NULL: null, TRUE: true, FALSE: false }[keyword ?? ''];
    if (operator !== 'IS' || literal === undefined) throw this.#invalid();
    return (event) => read(event).includes(literal);
  }

  #comparison(operator: string | undefined, value: string | undefined, read: Read): Condition {
    // A comparison has a value on its right: an operator or another selector is none.
    if (value === undefined || /^(?:[()=!<>&|]|\$[.[])/.test(value)) throw this.#invalid();
    const test = this.#equality(operator, value) ?? ordering(operator, value);
    if (!test) throw this.#invalid();
    return (event) => read(event).some(test);
  }

  #equality(operator: string | undefined, value: string): ((found: unknown) => boolean) | undefined {
    if (operator !== '=' && operator !== '!=') return undefined;
    const equal = this.#equalTo(value);
    return (found) => isScalar(found) && equal(found) === (operator === '=');
  }

  #equalTo(value: string): (found: unknown) => boolean {
    if (value.startsWith('%')) {
      this.#regexes++;
      const matches = compileRegex(value.slice(1, -1));
      return (found) => matches(String(found));
    }
    const quoted = value.startsWith('"');
    const matches = wildcardTest(quoted ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value);
    const number = quoted || !NUMBER.test(value) ? undefined : Number(value);
    return (found) =>
      number !== undefined && typeof found === 'number' ? found === number : matches(String(found));
  }

  #take(): string | undefined {
    const token = this.#token;
    this.#advance();
    return token;
  }

  #advance(): void {
    if (this.#position >= this.#expression.length) {
      this.#token = undefined;
      return;
    }
    TOKEN.lastIndex = this.#position;
    const match = TOKEN.exec(this.#expression);
    if (!match) throw this.#invalid();
    this.#position = TOKEN.lastIndex;
    this.#token = match[1];
  }

  #invalid() {
    return invalidParameter(`Invalid character(s) in term '{${this.#expression}}'`);
  }
}

function isScalar(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'object';
}

/** A comparison of numbers; undefined where it is none. */
function ordering(operator: string | undefined, value: string): ((found: unknown) => boolean) | undefined {
  if (!NUMBER.test(value)) return undefined;
  const bound = Number(value);
  const compare = {
    '>': (found: number) => found > bound,
    '<': (found: number) => found < bound,
    '>=': (found: number) => found >= bound,
    '<=': (found: number) => found <= bound,
  }[operator ?? ''];
  return compare && ((found) => typeof found === 'number' && compare(found));
}

/** A field of a line as conditions see it: a number where it is written as one. */
export function fieldValue(field: string): string | number {
  const number = Number(field);
  return String(number) === field ? number : field;
}
