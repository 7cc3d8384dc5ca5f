import { ExpressionError } from './error.ts';
import type {
  Action,
  Arithmetic,
  Call,
  Comparator,
  Comparison,
  Condition,
  Operand,
  Path,
  Section,
  Step,
  Value,
} from './syntax.ts';
import { TokenReader } from './tokens.ts';

const COMPARATORS = new Set(['=', '<>', '<', '<=', '>', '>=']);
/** Parentheses one in another, beyond which some must be redundant: no more fit into 4 KB with a NOT between each two. */
const MOST_LEVELS = 900;

/** The condition of a text. Throws {@link ExpressionError}. */
export function parseCondition(text: string): Condition {
  const parser = new Parser(text);
  return parser.whole(() => parser.condition());
}

/** The sections of an update. Throws {@link ExpressionError}. */
export function parseUpdate(text: string): Section[] {
  const parser = new Parser(text);
  return parser.whole(() => parser.sections());
}

/** The paths of a projection. Throws {@link ExpressionError}. */
export function parseProjection(text: string): Path[] {
  const parser = new Parser(text);
  return parser.whole(() => parser.list(() => parser.path()));
}

/**
 * Reads an expression from left to right, one method for each rule of the grammar
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html).
 */
class Parser {
  readonly #tokens: TokenReader;
  /** What the last pair of parentheses held. */
  #enclosed: object | undefined;
  #level = 0;

  constructor(text: string) {
    this.#tokens = new TokenReader(text);
  }

  whole<T>(read: () => T): T {
    const result = read();
    if (this.#tokens.kind() !== 'end') this.#tokens.fail();
    return result;
  }

  list<T>(read: () => T): T[] {
    const all = [read()];
    while (this.#tokens.skip(',')) all.push(read());
    return all;
  }

  condition(): Condition {
    return this.#asCondition(this.#disjunction(false));
  }

  /** Conditions; behind an open parenthesis an operand may stand alone. */
  #disjunction(operandToo: boolean): Condition | Operand {
    let left = this.#conjunction(operandToo);
    while (this.#tokens.kind() === 'OR') {
      const condition = this.#asCondition(left);
      this.#tokens.next();
      left = { kind: 'OR', left: condition, right: this.#asCondition(this.#conjunction(false)) };
    }
    return left;
  }

  #conjunction(operandToo: boolean): Condition | Operand {
    let left = this.#negation(operandToo);
    while (this.#tokens.kind() === 'AND') {
      const condition = this.#asCondition(left);
      this.#tokens.next();
      left = { kind: 'AND', left: condition, right: this.#asCondition(this.#negation(false)) };
    }
    return left;
  }

  #negation(operandToo: boolean): Condition | Operand {
    if (!this.#tokens.skip('NOT')) return this.#comparison(operandToo);
    return { kind: 'NOT', condition: this.#asCondition(this.#negation(false)) };
  }

  #comparison(operandToo: boolean): Condition | Operand {
    const first =
      this.#tokens.kind() === '(' ? this.#parenthesized(() => this.#disjunction(true)) : this.operand();
    if (!isOperand(first)) return first;
    const operator = this.#tokens.kind();
    if (COMPARATORS.has(operator)) {
      this.#tokens.next();
      return comparison(operator as Comparator, [first, this.operand()]);
    }
    if (this.#tokens.skip('BETWEEN')) {
      const low = this.operand();
      this.#tokens.take('AND');
      return comparison('BETWEEN', [first, low, this.operand()]);
    }
    if (this.#tokens.skip('IN')) {
      this.#tokens.take('(');
      const candidates = this.list(() => this.operand());
      this.#tokens.take(')');
      return comparison('IN', [first, ...candidates]);
    }
    if (first.kind === 'call') return first;
    return operandToo && operator === ')' ? first : this.#tokens.fail();
  }

  operand(): Operand {
    switch (this.#tokens.kind()) {
      case 'value':
        return this.value();
      case '(':
        return this.#parenthesized(() => this.operand());
      case 'word':
        return this.#tokens.kind(1) === '(' ? this.#call() : this.path();
      default:
        return this.path();
    }
  }

  value(): Value {
    return { kind: 'value', name: this.#tokens.take('value').text };
  }

  #call(): Call {
    const name = this.#tokens.next().text;
    this.#tokens.take('(');
    const operands = this.list(() => this.operand());
    this.#tokens.take(')');
    return { kind: 'call', function: name, operands };
  }

  path(): Path {
    const steps: Step[] = [this.#name()];
    for (;;) {
      if (this.#tokens.skip('.')) {
        steps.push(this.#name());
      } else if (this.#tokens.skip('[')) {
        steps.push(Number(this.#tokens.take('integer').text));
        this.#tokens.take(']');
      } else {
        return { kind: 'path', steps, named: steps.some(isPlaceholder) };
      }
    }
  }

  #name(): string {
    const kind = this.#tokens.kind();
    return kind === 'word' || kind === 'name' ? this.#tokens.next().text : this.#tokens.fail();
  }

  #parenthesized<T extends object>(read: () => T): T {
    this.#tokens.take('(');
    this.#level += 1;
    if (this.#level > MOST_LEVELS) {
      // The parser does not go as deep as that; what it would find is known.
      if (this.#tokens.count(')') >= this.#level) throw redundant();
      this.#tokens.failAtEnd();
    }
    const inner = read();
    this.#tokens.take(')');
    this.#level -= 1;
    if (inner === this.#enclosed) throw redundant();
    this.#enclosed = inner;
    return inner;
  }

  #asCondition(read: Condition | Operand): Condition {
    return read.kind === 'path' || read.kind === 'value' ? this.#tokens.fail() : read;
  }

  sections(): Section[] {
    const sections: Section[] = [];
    do sections.push(this.#section());
    while (this.#tokens.kind() !== 'end');
    return sections;
  }

  #section(): Section {
    const kind = this.#tokens.kind();
    if (kind !== 'SET' && kind !== 'REMOVE' && kind !== 'ADD' && kind !== 'DELETE') this.#tokens.fail();
    this.#tokens.next();
    return { kind, actions: this.list(() => this.#action(kind)) };
  }

  #action(kind: Section['kind']): Action {
    const path = this.path();
    if (kind === 'REMOVE') return { kind, path };
    if (kind !== 'SET') return { kind, path, operand: this.value() };
    this.#tokens.take('=');
    return { kind, path, operand: this.#assigned() };
  }

  #assigned(): Operand | Arithmetic {
    const first = this.#tokens.kind() === '(' ? this.#parenthesized(() => this.#assigned()) : this.operand();
    const operator = this.#tokens.kind();
    if (first.kind === 'arithmetic' || (operator !== '+' && operator !== '-')) return first;
    this.#tokens.next();
    return { kind: 'arithmetic', operator, operands: [first, this.operand()] };
  }
}

function comparison(operator: Comparison['operator'], operands: readonly Operand[]): Comparison {
  return { kind: 'comparison', operator, operands };
}

function isOperand(read: Condition | Operand): read is Operand {
  return read.kind === 'path' || read.kind === 'value' || read.kind === 'call';
}

/** Whether a step stands for another name. */
export function isPlaceholder(step: Step): step is string {
  return typeof step === 'string' && step.charCodeAt(0) === 35;
}

function redundant(): ExpressionError {
  return new ExpressionError('The expression has redundant parentheses;');
}
