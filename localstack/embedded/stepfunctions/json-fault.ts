/** What is wrong with a text that is no JSON, in the words of Jackson, by which AWS reads it. */
export interface JsonFault {
  readonly words: string;
  /** Where, as Jackson writes it: `[Source: (String)"{a"; line: 1, column: 3]`. */
  readonly location: string;
}

const VALUE = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** How much of a text Jackson shows. */
const SHOWN = 500;

/** Says what is wrong with `text`. Undefined where it is JSON. */
export function jsonFault(text: string): JsonFault | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return { words: thrown.message, location: sourceAt(text, thrown.offset) };
  }
}

/** Where reading ended: `offset` counts the characters that were read. */
class Fault extends Error {
  readonly offset: number;

  constructor(words: string, offset: number) {
    super(words);
    this.offset = offset;
  }
}

function sourceAt(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const rest = text.length - SHOWN;
  const shown = `"${text.slice(0, SHOWN)}"${rest > 0 ? `[truncated ${rest} chars]` : ''}`;
  return `[Source: (String)${shown}; line: ${before.length}, column: ${column}]`;
}

const TOKEN = /[\p{L}\p{N}_$]*/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Reads JSON for the sake of where it stops being that. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value('Unexpected end-of-input');
    this.#blank();
    if (this.#at < this.#text.length) this.#value('');
    // One value after another is no JSON either, though Jackson would read them all.
    if (this.#at < this.#text.length) throw this.#unexpected('was expecting end of input');
  }

  #value(atEnd: string): void {
    this.#blank();
    const next = this.#text[this.#at];
    if (next === undefined) throw new Fault(atEnd, this.#at);
    if (next === '{') this.#members('Object', '}', () => this.#member());
    else if (next === '[') this.#members('Array', ']', () => this.#value(this.#unclosed('Array', this.#at)));
    else if (next === '"') this.#string();
    else if (this.#read(NUMBER) === '') this.#word();
  }

  /** The members of an object or the items of an array. */
  #members(what: 'Object' | 'Array', close: string, member: () => void): void {
    const start = this.#at++;
    for (let isFirst = true; ; isFirst = false) {
      this.#blank();
      const next = this.#text[this.#at];
      if (next === undefined) throw new Fault(this.#unclosed(what, start), this.#at);
      if (next === close && isFirst) break;
      member();
      this.#blank();
      const after = this.#text[this.#at];
      if (after === close) break;
      if (after === undefined) throw new Fault(this.#unclosed(what, start), this.#at);
      if (after !== ',') throw this.#unexpected(`was expecting comma to separate ${what} entries`);
      this.#at++;
    }
    this.#at++;
  }

  #member(): void {
    if (this.#text[this.#at] !== '"')
      throw this.#unexpected('was expecting double-quote to start field name');
    this.#string();
    this.#blank();
    if (this.#text[this.#at] !== ':') {
      if (this.#at >= this.#text.length) throw new Fault(BETWEEN, this.#at);
      throw this.#unexpected('was expecting a colon to separate field name and value');
    }
    this.#at++;
    this.#value(BETWEEN);
  }

  #string(): void {
    this.#at++;
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined) {
        throw new Fault('Unexpected end-of-input: was expecting closing quote for a string value', this.#at);
      }
      const code = next.charCodeAt(0);
      if (code < 0x20) {
        const words = `Illegal unquoted character ((CTRL-CHAR, code ${code})): has to be escaped using backslash to be included in string value`;
        throw new Fault(words, this.#at + 1);
      }
      if (next === '\\' && this.#read(ESCAPE) !== '') continue;
      if (next === '\\') throw this.#badEscape();
      this.#at++;
      if (next === '"') return;
    }
  }

  #badEscape(): Fault {
    const escaped = this.#text[this.#at + 1] ?? '';
    return new Fault(
      `Unrecognized character escape '${escaped}' (code ${escaped.charCodeAt(0)})`,
      this.#at + 2,
    );
  }

  #word(): void {
    const word = this.#read(TOKEN);
    if (word === '') throw this.#unexpected(`expected a valid value ${VALUE}`);
    if (word !== 'true' && word !== 'false' && word !== 'null') {
      throw new Fault(`Unrecognized token '${word}': was expecting ${VALUE}`, this.#at);
    }
  }

  #unexpected(expected: string): Fault {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    const words = `Unexpected character ('${character}' (code ${character.codePointAt(0)})): ${expected}`;
    return new Fault(words, this.#at + 1);
  }

  #unclosed(what: string, start: number): string {
    const marker = sourceAt(this.#text, start);
    return `Unexpected end-of-input: expected close marker for ${what} (start marker at ${marker})`;
  }

  #blank(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #read(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

const BETWEEN = 'Unexpected end-of-input within/between Object entries';
