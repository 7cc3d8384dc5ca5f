import { ExpressionError } from './error.ts';

/**
 * A piece of an expression. Its kind is `word` (an attribute's or function's name), `name` (`#placeholder`), `value`
 * (`:placeholder`), `integer`, `bad` (what no expression has), `end`; a keyword or a symbol is its own kind.
 */
export interface Token {
  readonly kind: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);
const PIECE =
  /[ \t\r\n]*(?:([A-Za-z]\w*)|(#\w+)|(:\w+)|(0|[1-9]\d*)|(<>|<=|>=|[=<>()[\],.+-])|([^ \t\r\n]))/uy;

/** The tokens of a text, in order, of which the last is the end. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(text); match; match = PIECE.exec(text)) {
    const [, word, name, value, integer, symbol, bad = ''] = match;
    const piece = word ?? name ?? value ?? integer ?? symbol ?? bad;
    const end = PIECE.lastIndex;
    tokens.push({ kind: kindOf(match), text: piece, start: end - piece.length, end });
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: text.length, end: text.length });
  return tokens;
}

function kindOf([, word, name, value, integer, symbol]: RegExpExecArray): string {
  if (word !== undefined) {
    const upper = word.toUpperCase();
    return KEYWORDS.has(upper) ? upper : 'word';
  }
  if (name !== undefined) return 'name';
  if (value !== undefined) return 'value';
  if (integer !== undefined) return 'integer';
  return symbol ?? 'bad';
}

/** Reads a text token by token. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  /** The kind of the next token, or of one further ahead. */
  kind(ahead = 0): string {
    return this.#tokens[this.#at + ahead]?.kind ?? 'end';
  }

  /** The next token, whatever it is. */
  next(): Token {
    const token = this.#tokens[this.#at];
    if (!token || token.kind === 'end') return this.fail();
    this.#at += 1;
    return token;
  }

  /** The next token, which must be of that kind. Throws {@link ExpressionError}. */
  take(kind: string): Token {
    return this.kind() === kind ? this.next() : this.fail();
  }

  /** Whether the next token is of that kind; it is skipped where it is. */
  skip(kind: string): boolean {
    if (this.kind() !== kind) return false;
    this.#at += 1;
    return true;
  }

  /** How many tokens of that kind the text has. */
  count(kind: string): number {
    return this.#tokens.filter((token) => token.kind === kind).length;
  }

  /** Throws the syntax error of a text that ends too early. */
  failAtEnd(): never {
    this.#at = this.#tokens.length - 1;
    return this.fail();
  }

  /** Throws the syntax error of the next token: DynamoDB shows it, and the text from the token before to the one after. */
  fail(): never {
    const at = Math.min(this.#at, this.#tokens.length - 1);
    const start = this.#tokens[at - 1]?.start ?? 0;
    const end = (this.#tokens[at + 1] ?? this.#tokens[at])?.end;
    const near = this.#text.slice(start, end);
    throw new ExpressionError(`Syntax error; token: "${this.#tokens[at]?.text}", near: "${near}"`);
  }
}
