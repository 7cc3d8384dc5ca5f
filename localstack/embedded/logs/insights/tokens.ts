import { malformedQuery } from './errors.ts';

/** A word of a query. */
export interface Token {
  readonly kind: 'name' | 'quoted-name' | 'number' | 'period' | 'string' | 'symbol' | 'end';
  /** Names and strings without their quotes. */
  readonly text: string;
  /** Where it begins and ends in the query, counted from 0. */
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:\s+|#[^\n]*)*/y;
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['period', /\d+(?:ms|mo|s|m|h|d|w|q|y)\b/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w@])/y],
  ['name', /[@A-Za-z_$][\w@$]*(?:\.[\w@$]+)*/y],
  ['quoted-name', /`[^`]*`/y],
  ['string', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy],
  ['symbol', /=~|!=|<=|>=|[=<>+\-*/^%(),[\]|]/y],
];
const REGEX = /\/((?:[^/\\\n]|\\.)*)\/([a-z]*)/y;

/** Reads a query word by word. Comments go from `#` to the end of their line. */
export class Tokens {
  readonly #query: string;
  #next: Token;
  /** Where the word ends that was taken last. */
  #taken = 0;

  constructor(query: string) {
    this.#query = query;
    this.#next = this.#read(0);
  }

  /** The word that comes next. */
  get next(): Token {
    return this.#next;
  }

  /** Takes the next word. */
  take(): Token {
    const token = this.#next;
    this.#taken = token.end;
    this.#next = this.#read(token.end);
    return token;
  }

  /** Takes the next word if it is that symbol, or that word in any case. */
  accept(text: string): boolean {
    const { kind } = this.#next;
    const same = (kind === 'name' || kind === 'symbol') && this.#next.text.toLowerCase() === text;
    if (same) this.take();
    return same;
  }

  /** Takes that symbol or word. Throws MalformedQueryException where another stands there. */
  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected();
  }

  /** Takes a regular expression between slashes, which stands where a word could. Undefined where none does. */
  regex(): { readonly source: string; readonly at: number } | undefined {
    REGEX.lastIndex = this.#next.start;
    const match = this.#next.text === '/' ? REGEX.exec(this.#query) : null;
    if (!match) return undefined;
    const [, body = '', flags = ''] = match;
    const at = this.#next.start;
    this.#taken = REGEX.lastIndex;
    this.#next = this.#read(this.#taken);
    return { source: `${flags ? `(?${flags})` : ''}${body.replaceAll('\\/', '/')}`, at };
  }

  /** What was written from `start` to the end of the word that was taken last. */
  since(start: number): string {
    return this.#query.slice(start, this.#taken);
  }

  /** The error at a word, by default the next: AWS's sentence. */
  unexpected(token: Token = this.#next) {
    const symbol = token.kind === 'end' ? '<EOF>' : this.#query.slice(token.start, token.end);
    const before = this.#query.slice(0, token.start).split('\n');
    const position = (before.at(-1)?.length ?? 0) + 1;
    return malformedQuery(
      `unexpected symbol found ${symbol} at line ${before.length} and position ${position}`,
      token.start,
      token.end,
    );
  }

  #read(from: number): Token {
    SPACE.lastIndex = from;
    SPACE.exec(this.#query);
    const start = SPACE.lastIndex;
    if (start >= this.#query.length) return { kind: 'end', text: '', start, end: start };
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = start;
      const [text] = pattern.exec(this.#query) ?? [];
      if (text !== undefined) return { kind, text: unquoted(kind, text), start, end: start + text.length };
    }
    throw this.unexpected({ kind: 'symbol', text: '', start, end: start + 1 });
  }
}

function unquoted(kind: Token['kind'], text: string): string {
  if (kind === 'quoted-name') return text.slice(1, -1);
  return kind === 'string' ? text.slice(1, -1).replace(/\\(["'\\])/g, '$1') : text;
}
