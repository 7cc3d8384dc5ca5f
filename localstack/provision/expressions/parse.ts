import { ProvisionError } from '../errors.ts';
import type { BinaryOperator, Expression } from './syntax.ts';
import { TerraformNumber } from './terraform-number.ts';

/**
 * Parses a string of Terraform's JSON as the template it is
 * (https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping). A template that is one
 * interpolation and nothing else stands for that expression's value, whatever its type.
 */
export function parseTemplate(source: string): Expression {
  const parser = new Parser(source);
  const template = parser.template(() => parser.done);
  return template;
}

/** Binary operators by rising precedence, as HCL's specification orders them. */
const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

class Parser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get done(): boolean {
    return this.#at >= this.#source.length;
  }

  /** Literal text and interpolations, until `ends` says so; `quoted` text knows backslash escapes. */
  template(ends: () => boolean, quoted = false): Expression {
    const parts: Expression[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') parts.push({ kind: 'literal', value: text });
      text = '';
    };
    while (!ends()) {
      if (this.done) throw this.#bad('ends inside a quoted string');
      if (this.#take('$${')) text += '${';
      else if (this.#take('%%{')) text += '%{';
      else if (this.#sees('%{')) throw this.#unsupported('template directives (%{ … })');
      else if (this.#take('${')) {
        flush();
        parts.push(this.#interpolation());
      } else if (quoted && this.#take('\\')) text += this.#escape();
      else text += this.#next();
    }
    flush();
    return joined(parts);
  }

  #interpolation(): Expression {
    if (this.#take('~')) throw this.#unsupported('strip markers (~)');
    const expression = this.#expression();
    this.#expect('}');
    return expression;
  }

  #escape(): string {
    const letter = this.#next();
    if (letter === 'u') {
      const code = this.#source.slice(this.#at, this.#at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(code)) throw this.#bad('has a malformed \\u escape');
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    const character = ESCAPES[letter];
    if (character === undefined) throw this.#bad(`has an unknown escape \\${letter}`);
    return character;
  }

  #expression(): Expression {
    const test = this.#binary(0);
    if (!this.#symbol('?')) return test;
    const then = this.#expression();
    this.#expect(':');
    return { kind: 'conditional', test, then, otherwise: this.#expression() };
  }

  #binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.#symbol(candidate));
      if (!operator) return left;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    if (this.#symbol('!')) return { kind: 'not', of: this.#unary() };
    if (this.#symbol('-')) return { kind: 'negate', of: this.#unary() };
    return this.#traversal(this.#term());
  }

  #traversal(term: Expression): Expression {
    let of = term;
    for (;;) {
      this.#space();
      if (this.#sees('...')) return of;
      if (this.#sees('.*') || this.#sees('[*]')) throw this.#unsupported('splat expressions ([*])');
      if (this.#take('.')) {
        const key = this.#word(/[A-Za-z_][\w-]*|\d+/y);
        if (key === undefined) throw this.#bad('has a dot with no name after it');
        of = { kind: 'access', of, key: { kind: 'literal', value: key } };
      } else if (this.#take('[')) {
        of = { kind: 'access', of, key: this.#expression() };
        this.#expect(']');
      } else return of;
    }
  }

  #term(): Expression {
    this.#space();
    if (this.#take('"')) {
      const text = this.template(() => this.#take('"'), true);
      return text;
    }
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (this.#take('[')) return this.#list();
    if (this.#take('{')) return this.#object();
    if (this.#sees('<<')) throw this.#unsupported('heredocs');
    const number = this.#word(/\d+(\.\d+)?([eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: 'literal', value: this.#number(number) };
    const name = this.#word(/[A-Za-z_][\w-]*(::[A-Za-z_][\w-]*)*/y);
    if (name === undefined)
      throw this.#bad(`has ${this.done ? 'its end' : `"${this.#source[this.#at]}"`} where a value belongs`);
    return this.#named(name);
  }

  #number(text: string): TerraformNumber {
    const number = TerraformNumber.parse(text);
    if (!number) throw this.#bad(`has a number out of bounds, ${shortened(text)},`);
    return number;
  }

  #named(name: string): Expression {
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (name === 'null') return { kind: 'literal', value: null };
    if (!this.#take('(')) return { kind: 'variable', name };
    return { kind: 'call', name, arguments: this.#items(')') };
  }

  #list(): Expression {
    if (this.#word(/\s*for\s/y) !== undefined) throw this.#unsupported('for expressions');
    return { kind: 'list', items: this.#items(']') };
  }

  #items(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#symbol(close)) {
      items.push(this.#expression());
      if (this.#symbol('...')) throw this.#unsupported('argument expansion (...)');
      if (this.#symbol(',')) continue;
      this.#expect(close);
      break;
    }
    return items;
  }

  #object(): Expression {
    if (this.#word(/\s*for\s/y) !== undefined) throw this.#unsupported('for expressions');
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.#symbol('}')) {
      const key = this.#objectKey();
      if (!this.#symbol('=') && !this.#symbol(':')) throw this.#bad('has an object key with no value');
      entries.push([key, this.#expression()]);
      this.#symbol(',');
    }
    return { kind: 'object', entries };
  }

  /** A bare name is the key itself, not a reference. */
  #objectKey(): Expression {
    this.#space();
    const name = this.#word(/[A-Za-z_][\w-]*(?=\s*[=:])/y);
    return name === undefined ? this.#expression() : { kind: 'literal', value: name };
  }

  /** Takes an operator or punctuation after any space. */
  #symbol(symbol: string): boolean {
    this.#space();
    if (symbol === '=' && this.#sees('==')) return false;
    if (symbol === '!' && this.#sees('!=')) return false;
    return this.#take(symbol);
  }

  #expect(symbol: string): void {
    if (!this.#symbol(symbol)) throw this.#bad(`lacks a "${symbol}"`);
  }

  #word(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #space(): void {
    this.#word(/\s*/y);
  }

  #sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  #next(): string {
    return this.#source[this.#at++] ?? '';
  }

  #bad(what: string): ProvisionError {
    return new ProvisionError('BadExpression', `the expression ${what}`, {
      expression: shortened(this.#source),
    });
  }

  #unsupported(what: string): ProvisionError {
    return new ProvisionError('UnsupportedExpression', `${what} are not supported here`, {
      expression: shortened(this.#source),
    });
  }
}

function joined(parts: readonly Expression[]): Expression {
  if (parts.length === 0) return { kind: 'literal', value: '' };
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'template', parts };
}

function shortened(source: string): string {
  return source.length > 120 ? `${source.slice(0, 117)}...` : source;
}
