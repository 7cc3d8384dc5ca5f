import { invalidParameter } from './errors.ts';

/** Decides whether an event's message matches a filter pattern. */
export type Matcher = (message: string) => boolean;

/**
 * Reads CloudWatch Logs' filter patterns: terms (`ERROR timeout`, `?a ?b`, `-c`, `"a phrase"`) and JSON selectors
 * (`{ $.level = "ERROR" && $.latency > 100 }`, wildcards in strings, `IS NULL`, `NOT EXISTS`, `IS TRUE`).
 * Space-delimited patterns (`[ip, user, …]`) and regular expressions are refused.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws InvalidParameterException naming what is not understood.
 */
export function parseFilterPattern(pattern: string): Matcher {
  const trimmed = pattern.trim();
  if (trimmed === '') return () => true;
  if (trimmed.startsWith('{') && trimmed.endsWith('}')) return jsonMatcher(trimmed.slice(1, -1));
  if (trimmed.startsWith('[')) {
    throw invalidParameter(
      `Invalid filter pattern: space-delimited patterns are not implemented here: ${pattern}`,
    );
  }
  return termMatcher(trimmed);
}

function termMatcher(pattern: string): Matcher {
  const wanted: string[] = [];
  const anyOf: string[] = [];
  const unwanted: string[] = [];
  for (const [, sign = '', quoted, plain] of pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    if (plain?.startsWith('%')) {
      throw invalidParameter(
        `Invalid filter pattern: regular expressions are not implemented here: ${pattern}`,
      );
    }
    const term = quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1');
    (sign === '?' ? anyOf : sign === '-' ? unwanted : wanted).push(term);
  }
  return (message) =>
    wanted.every((term) => message.includes(term)) &&
    !unwanted.some((term) => message.includes(term)) &&
    (anyOf.length === 0 || anyOf.some((term) => message.includes(term)));
}

type Condition = (event: unknown) => boolean;

function jsonMatcher(expression: string): Matcher {
  const parser = new JsonPatternParser(expression);
  const condition = parser.parse();
  return (message) => {
    if (!message.trimStart().startsWith('{')) return false;
    try {
      return condition(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

const TOKEN =
  /\s*(&&|\|\||\(|\)|!=|>=|<=|=|>|<|"(?:[^"\\]|\\.)*"|\$(?:\.[\w@-]+|\[\d+\]|\["[^"]+"\]|\['[^']+'\])+|[^\s()=!<>&|"]+)/y;

/** `||` binds weaker than `&&`; parentheses group. */
class JsonPatternParser {
  readonly #expression: string;
  #position = 0;
  #token: string | undefined;

  constructor(expression: string) {
    this.#expression = expression.trim();
    this.#advance();
  }

  parse(): Condition {
    const condition = this.#or();
    if (this.#token !== undefined) throw this.#invalid();
    return condition;
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
    const selector = this.#take();
    if (!selector?.startsWith('$')) throw this.#invalid();
    const read = selectorOf(selector);
    const operator = this.#take();
    if (operator === 'IS' || operator === 'NOT') return this.#keyword(operator, read);
    const value = this.#take();
    if (!operator || value === undefined) throw this.#invalid();
    return comparison(operator, value, read) ?? this.#fail();
  }

  #keyword(operator: string, read: (event: unknown) => unknown): Condition {
    const keyword = this.#take();
    if (operator === 'NOT' && keyword === 'EXISTS') return (event) => read(event) === undefined;
    const literal = { NULL: null, TRUE: true, FALSE: false }[keyword ?? ''];
    if (operator !== 'IS' || literal === undefined) throw this.#invalid();
    return (event) => read(event) === literal;
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

  #fail(): never {
    throw this.#invalid();
  }

  #invalid() {
    return invalidParameter(`Invalid character(s) in term '{${this.#expression}}'`);
  }
}

/** Reads `$.a.b[0]["c"]` of an event. */
export function selectorOf(selector: string): (event: unknown) => unknown {
  const path = [...selector.matchAll(/\.([\w@-]+)|\[(\d+)\]|\["([^"]+)"\]|\['([^']+)'\]/g)].map(
    ([, name, index, quoted, single]) => name ?? index ?? quoted ?? single ?? '',
  );
  return (event) => {
    let found = event;
    for (const part of path) found = (found as Record<string, unknown> | null | undefined)?.[part];
    return found;
  };
}

function comparison(
  operator: string,
  value: string,
  read: (event: unknown) => unknown,
): Condition | undefined {
  const text = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
  const numeric = !value.startsWith('"') && text !== '' && !Number.isNaN(Number(text));
  if (operator === '=' || operator === '!=') {
    const expression = new RegExp(
      `^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`,
      's',
    );
    const equal = (found: unknown) =>
      numeric && typeof found === 'number' ? found === Number(text) : expression.test(String(found));
    return (event) => {
      const found = read(event);
      if (found === undefined || found === null || typeof found === 'object') return false;
      return equal(found) === (operator === '=');
    };
  }
  if (!numeric) return undefined;
  const bound = Number(text);
  const compare = {
    '>': (found: number) => found > bound,
    '<': (found: number) => found < bound,
    '>=': (found: number) => found >= bound,
    '<=': (found: number) => found <= bound,
  }[operator];
  if (!compare) return undefined;
  return (event) => {
    const found = read(event);
    return typeof found === 'number' && compare(found);
  };
}
