/** Text that is neither a path nor a call of an intrinsic function. */
export class JsonPathSyntaxError extends Error {}

const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/sy;

/** Reads a text from left to right, for the parsers of paths, filters and intrinsic functions. */
export class Scanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The text that was read since `start`. */
  since(start: number): string {
    return this.text.slice(start, this.position);
  }

  startsWith(literal: string): boolean {
    return this.text.startsWith(literal, this.position);
  }

  /** Whether `literal` comes next; it is read then. */
  take(literal: string): boolean {
    if (!this.startsWith(literal)) return false;
    this.position += literal.length;
    return true;
  }

  /** What `pattern` (sticky) matches here; it is read then. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.position += found[0].length;
    return found;
  }

  skipBlanks(): void {
    this.match(/\s*/y);
  }

  /**
   * A string in either kind of quotes. In a filter's strings a backslash takes the meaning from what follows; in names it
   * stands for itself, as recorded on AWS, but before the quote.
   */
  quoted(hasEscapes = true): string {
    const found = this.match(QUOTED);
    if (!found) return this.fail();
    const escapes = hasEscapes ? /\\(.)/gs : found[1] === undefined ? /\\(")/g : /\\(')/g;
    return (found[1] ?? found[2] ?? '').replaceAll(escapes, '$1');
  }

  expect(literal: string): void {
    if (!this.take(literal)) this.fail();
  }

  fail(): never {
    throw new JsonPathSyntaxError(`Nothing is expected at position ${this.position} of '${this.text}'`);
  }
}
