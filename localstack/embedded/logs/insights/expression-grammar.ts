import { unsupported } from '../errors.ts';
import { malformedQuery } from './errors.ts';
import type { BinaryOperator, Expression, PeriodUnit, Search } from './syntax.ts';
import type { Tokens } from './tokens.ts';

/** Operators from the weakest to the strongest; those of a level go from left to right. */
const COMPARISONS = ['=', '!=', '<=', '>=', '<', '>'] as const;
const SUMS = ['+', '-'] as const;
const PRODUCTS = ['*', '/', '%'] as const;
/** How deep parentheses go, so that no query ends the process. */
const DEEPEST = 200;

/** Reads one expression. Throws MalformedQueryException. */
export function parseExpression(tokens: Tokens, depth = 0): Expression {
  if (depth > DEEPEST) throw malformedQuery('The query is nested too deeply.', tokens.next.start);
  return joined(tokens, ['or'], () => joined(tokens, ['and'], () => negation(tokens, depth + 1)));
}

function joined(tokens: Tokens, operators: readonly BinaryOperator[], operand: () => Expression): Expression {
  let left = operand();
  for (;;) {
    const operator = operators.find((each) => tokens.accept(each));
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: operand() };
  }
}

function negation(tokens: Tokens, depth: number): Expression {
  let negated = false;
  while (tokens.accept('not')) negated = !negated;
  const of = comparison(tokens, depth);
  return negated ? { kind: 'not', of } : of;
}

function comparison(tokens: Tokens, depth: number): Expression {
  const left = sum(tokens, depth);
  if (tokens.accept('=~')) return { kind: 'search', of: left, search: regexOf(tokens) };
  const negated = tokens.accept('not');
  const tested = membership(tokens, left, depth);
  if (tested) return negated ? { kind: 'not', of: tested } : tested;
  if (negated) throw tokens.unexpected();
  const operator = COMPARISONS.find((each) => tokens.accept(each));
  return operator === undefined ? left : { kind: 'binary', operator, left, right: sum(tokens, depth) };
}

/** `like …` or `in […]` after an expression; undefined where there is neither. */
function membership(tokens: Tokens, of: Expression, depth: number): Expression | undefined {
  if (tokens.accept('like')) {
    if (tokens.next.kind === 'string') {
      return { kind: 'search', of, search: { kind: 'text', text: tokens.take().text } };
    }
    return { kind: 'search', of, search: regexOf(tokens) };
  }
  if (!tokens.accept('in')) return undefined;
  if (tokens.next.text === '(') throw unsupported('StartQuery', 'subqueries');
  tokens.expect('[');
  const values = listUntil(tokens, ']', depth);
  return { kind: 'in', of, values };
}

function regexOf(tokens: Tokens): Search {
  if (tokens.next.kind === 'string') {
    const { text, start } = tokens.take();
    return { kind: 'regex', source: text, at: start };
  }
  const regex = tokens.regex();
  if (!regex) throw tokens.unexpected();
  return { kind: 'regex', ...regex };
}

function sum(tokens: Tokens, depth: number): Expression {
  return joined(tokens, SUMS, () => joined(tokens, PRODUCTS, () => power(tokens, depth)));
}

/** From right to left, as in mathematics. */
function power(tokens: Tokens, depth: number): Expression {
  const left = signed(tokens, depth);
  if (!tokens.accept('^')) return left;
  return { kind: 'binary', operator: '^', left, right: power(tokens, depth + 1) };
}

function signed(tokens: Tokens, depth: number): Expression {
  let negative = false;
  while (tokens.accept('-')) negative = !negative;
  const of = primary(tokens, depth);
  return negative ? { kind: 'negative', of } : of;
}

function primary(tokens: Tokens, depth: number): Expression {
  if (tokens.accept('(')) {
    const inner = parseExpression(tokens, depth + 1);
    tokens.expect(')');
    return inner;
  }
  const token = tokens.take();
  switch (token.kind) {
    case 'string':
      return { kind: 'literal', value: token.text };
    case 'number':
      return { kind: 'literal', value: Number(token.text) };
    case 'period': {
      const [, amount, unit] = /^(\d+)(\D+)$/.exec(token.text) ?? [];
      if (Number(amount) === 0) throw malformedQuery('A period has to be longer than nothing.', token.start);
      return { kind: 'period', amount: Number(amount), unit: unit as PeriodUnit };
    }
    case 'quoted-name':
      return { kind: 'field', name: token.text };
    case 'name':
      return named(tokens, token.text, token.start, depth);
    default:
      throw tokens.unexpected(token);
  }
}

function named(tokens: Tokens, name: string, at: number, depth: number): Expression {
  if (tokens.accept('(')) {
    const args = tokens.accept('*') ? star(tokens) : listUntil(tokens, ')', depth);
    return { kind: 'call', name: name.toLowerCase(), args, text: tokens.since(at), at };
  }
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
  return { kind: 'field', name };
}

/** `count(*)` counts whole events, as `count()` does. */
function star(tokens: Tokens): Expression[] {
  tokens.expect(')');
  return [];
}

function listUntil(tokens: Tokens, closing: string, depth: number): Expression[] {
  const items: Expression[] = [];
  if (tokens.accept(closing)) return items;
  do items.push(parseExpression(tokens, depth + 1));
  while (tokens.accept(','));
  tokens.expect(closing);
  return items;
}
