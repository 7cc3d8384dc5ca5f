import { ProvisionError } from '../errors.ts';
import { functions } from './functions.ts';
import { type ReferencePath, traversalOf } from './references.ts';
import type { BinaryOperator, Expression, Value } from './syntax.ts';

/** What the names in an expression stand for. */
export interface Scope {
  /** The value that the first `used` members of the path stand for. Throws {@link ProvisionError} for an unknown one. */
  resolve(path: ReferencePath): { readonly value: Value; readonly used: number };
  /** Where relative file names begin: the stack's folder. */
  readonly directory: string;
}

/** The value of an expression; every name it uses must be known by now. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return expression.parts.map((part) => text(evaluate(part, scope))).join('');
    case 'variable':
    case 'access':
      return traverse(expression, scope);
    case 'call':
      return call(expression.name, expression.arguments, scope);
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'object':
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [text(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case 'not':
      return !truth(evaluate(expression.of, scope));
    case 'negate':
      return -number(evaluate(expression.of, scope));
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, scope);
    case 'conditional':
      return evaluate(
        truth(evaluate(expression.test, scope)) ? expression.then : expression.otherwise,
        scope,
      );
  }
}

function traverse(expression: Expression, scope: Scope): Value {
  const traversal = traversalOf(expression);
  if (traversal) {
    const { value, used } = scope.resolve(traversal.path);
    const spelled = traversal.path.slice(used).reduce<Value>(member, value);
    return traversal.rest.map((key) => text(evaluate(key, scope))).reduce<Value>(member, spelled);
  }
  if (expression.kind !== 'access') throw new ProvisionError('BadExpression', 'this is not a traversal');
  return member(evaluate(expression.of, scope), text(evaluate(expression.key, scope)));
}

/** A member of an object or a list. A block that may occur once is written as an object and read as `[0]`. */
function member(value: Value, key: string): Value {
  if (Array.isArray(value)) {
    const found = value[Number(key)];
    if (found !== undefined) return found;
  } else if (typeof value === 'object' && value !== null) {
    const found = value[key];
    if (found !== undefined) return found;
    if (key === '0') return value;
  }
  throw new ProvisionError('UnknownReference', `there is no "${key}" in the value referred to`);
}

function call(name: string, operands: readonly Expression[], scope: Scope): Value {
  const found = functions[name];
  if (!found) throw unknownFunction(name);
  return found(
    operands.map((operand) => evaluate(operand, scope)),
    scope.directory,
  );
}

/** The refusal of a function that provisioning does not know. */
export function unknownFunction(name: string): ProvisionError {
  return new ProvisionError('UnknownFunction', `the function ${name}() is not supported here`);
}

function binary(operator: BinaryOperator, left: Expression, right: Expression, scope: Scope): Value {
  const a = evaluate(left, scope);
  if (operator === '||') return truth(a) || truth(evaluate(right, scope));
  if (operator === '&&') return truth(a) && truth(evaluate(right, scope));
  const b = evaluate(right, scope);
  if (operator === '==') return JSON.stringify(a) === JSON.stringify(b);
  if (operator === '!=') return JSON.stringify(a) !== JSON.stringify(b);
  return ARITHMETIC[operator](number(a), number(b));
}

const ARITHMETIC: Readonly<
  Record<Exclude<BinaryOperator, '||' | '&&' | '==' | '!='>, (a: number, b: number) => Value>
> = {
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** A value as Terraform writes it into a string; lists and objects have no such form. */
export function text(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrongType('a string', value);
}

function number(value: Value): number {
  const converted = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof converted === 'number' && !Number.isNaN(converted)) return converted;
  throw wrongType('a number', value);
}

function truth(value: Value): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw wrongType('a bool', value);
}

function wrongType(wanted: string, value: Value): ProvisionError {
  return new ProvisionError('BadExpression', `${JSON.stringify(value)} stands where ${wanted} is needed`);
}
