import type { Json, Placeholder } from './cases.ts';

/** Members that say how an answer travelled: not compared. */
const TRANSPORT = new Set(['SdkHttpMetadata', 'SdkResponseMetadata', 'ResponseMetadata']);

/** Members that AWS has added since some of the recordings were made. */
const NEWER = new Set(['encryptionConfiguration', 'RedriveCount']);

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Words that stand for any value of their kind. */
const ANY = new Set(['date', 'timestamp', 'datetime']);

const PLACEHOLDER = /<<?[\w :.-]+>?(?::\d+)?>/g;

/** Compares answers with a recording, in which some texts were replaced. */
export class Matcher {
  readonly #any: ReadonlySet<string>;
  readonly #changing: ReadonlySet<string>;
  readonly #replaced: readonly (readonly [RegExp, string])[];
  readonly #bound = new Map<string, string>();

  constructor(placeholders: readonly Placeholder[]) {
    const byPath = placeholders.filter((rule) => rule.kind === 'jsonpath');
    this.#any = new Set([...ANY, ...byPath.map((rule) => rule.shownAs)]);
    this.#changing = new Set(byPath.map((rule) => rule.shownAs));
    this.#replaced = placeholders
      .filter((rule) => rule.kind === 'regex')
      .map((rule) => [pattern(rule.value), rule.shownAs] as const);
  }

  /** What differs, as lines of `path: expected … got …`. */
  differences(expected: Json, actual: unknown, path = ''): string[] {
    if (typeof expected === 'string') return this.#text(expected, actual, path);
    if (typeof actual === 'string' && typeof expected === 'object' && expected !== null) {
      return this.differences(expected, tryParse(actual) ?? actual, path);
    }
    // Some recorders parsed numbers, too.
    if (typeof expected === 'number' && actual === String(expected)) return [];
    if (typeof expected !== 'object' || expected === null) {
      return Object.is(expected, actual) ? [] : [differs(path, expected, actual)];
    }
    if (Array.isArray(expected)) return this.#array(expected, actual, path);
    return this.#object(expected, actual, path);
  }

  #array(expected: readonly Json[], actual: unknown, path: string): string[] {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return [differs(path, expected as Json, actual)];
    return expected.flatMap((item, index) => this.differences(item, actual[index], `${path}[${index}]`));
  }

  #object(expected: { readonly [key: string]: Json }, actual: unknown, path: string): string[] {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) {
      return [differs(path, expected as Json, actual)];
    }
    const got = actual as Record<string, unknown>;
    // A function's own error: the rest is of the language that the function was written in.
    const isError = 'errorType' in expected && 'errorMessage' in expected;
    const wanted = isError
      ? ['errorType', 'errorMessage']
      : Object.keys(expected).filter((key) => !TRANSPORT.has(key));
    const found = wanted.flatMap((key) =>
      this.differences(expected[key] as Json, got[key], `${path}/${key}`),
    );
    if (isError) return found;
    const extra = Object.keys(got).filter(
      (key) => got[key] !== undefined && !(key in expected) && !TRANSPORT.has(key) && !NEWER.has(key),
    );
    return [
      ...found,
      ...extra.map((key) => `${path}/${key}: expected nothing, got ${JSON.stringify(got[key])}`),
    ];
  }

  #text(expected: string, actual: unknown, path: string): string[] {
    if (this.#any.has(expected)) return actual === undefined ? [differs(path, expected, actual)] : [];
    if (typeof actual !== 'string') return [differs(path, expected, actual)];
    if (expected === actual || this.#stands(expected)) return [];
    if (NUMBER.test(expected) && NUMBER.test(actual) && Number(expected) === Number(actual)) return [];
    const nested = tryParse(expected);
    if (typeof nested === 'object' && nested !== null) {
      const parsed = tryParse(actual);
      if (parsed === undefined) return [differs(path, expected, actual)];
      const isCompact = expected === JSON.stringify(nested);
      if (isCompact && actual !== JSON.stringify(parsed))
        return [`${path}: expected compact JSON, got ${actual}`];
      return this.differences(nested, parsed, path);
    }
    return this.#matches(expected, this.#replace(actual)) ? [] : [differs(path, expected, actual)];
  }

  /** Whether a JSON text is nothing but a word that stands for any value. */
  #stands(expected: string): boolean {
    const [, word] = /^"(\w+)"$/.exec(expected) ?? [];
    return word !== undefined && this.#any.has(word);
  }

  #replace(text: string): string {
    return this.#replaced.reduce((replaced, [from, to]) => replaced.replaceAll(from, () => to), text);
  }

  /** The same placeholder stands for the same text wherever it is. */
  #matches(expected: string, actual: string): boolean {
    if (expected === actual) return true;
    const names: string[] = [];
    const source = expected
      .split(PLACEHOLDER)
      .map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .reduce((left, right) => `${left}(.*?)${right}`);
    for (const [name] of expected.matchAll(PLACEHOLDER)) names.push(name);
    const found = new RegExp(`^${source}$`, 's').exec(actual);
    if (!found) return false;
    return names.every((name, index) => {
      const text = found[index + 1] as string;
      const bound = this.#bound.get(name);
      if (bound === undefined || this.#changing.has(name)) {
        this.#bound.set(name, text);
        return true;
      }
      return bound === text;
    });
  }
}

function pattern(value: string): RegExp {
  try {
    return new RegExp(value, 'g');
  } catch {
    return new RegExp(value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g');
  }
}

function tryParse(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function differs(path: string, expected: Json, actual: unknown): string {
  return `${path || '/'}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}
