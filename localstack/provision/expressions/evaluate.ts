import { ProvisionError } from '../errors.ts';
import { functions } from './functions.ts';
import { type ReferencePath, traversalOf } from './references.ts';
import type { BinaryOperator, Expression, Value } from './syntax.ts';
import { TerraformNumber } from './terraform-number.ts';
import { type Exact, equal, exact, isNumber, isObject, plain, textOf, unified } from './values.ts';

/** What the names in an expression stand for. */
export interface Scope {
  /** The value that the first `used` members of the path stand for. Throws {@link ProvisionError} for an unknown one. */
  resolve(path: ReferencePath): { readonly value: Exact; readonly used: number };
  /** Where relative file names begin: the stack's folder. */
  readonly directory: string;
}

/** The value of an expression; every name it uses must be known by now. */
export function evaluate(expression: Expression, scope: Scope): Value {
  return plain(evaluateExactly(expression, scope));
}

/** The same, with numbers that have all their digits. */
export function evaluateExactly(expression: Expression, scope: Scope): Exact {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return expression.parts.map((part) => text(evaluateExactly(part, scope))).join('');
    case 'variable':
    case 'access':
      return traverse(expression, scope);
    case 'call':
      return call(expression.name, expression.arguments, scope);
    case 'list':
      return expression.items.map((item) => evaluateExactly(item, scope));
    case 'object':
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [
          text(evaluateExactly(key, scope)),
          evaluateExactly(value, scope),
        ]),
      );
    case 'not':
      return !truth(evaluateExactly(expression.of, scope));
    case 'negate':
      return number(evaluateExactly(expression.of, scope)).negated();
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, scope);
    case 'conditional':
      return conditional(expression, scope);
  }
}

type Conditional = Extract<Expression, { kind: 'conditional' }>;

/** The result that is not chosen has a say in the type, unless it has no value at all. */
function conditional({ test, then, otherwise }: Conditional, scope: Scope): Exact {
  const [chosen, other] = truth(evaluateExactly(test, scope)) ? [then, otherwise] : [otherwise, then];
  const value = evaluateExactly(chosen, scope);
  let alternative: Exact;
  try {
    alternative = evaluateExactly(other, scope);
  } catch {
    return value;
  }
  return unified(value, alternative);
}

function traverse(expression: Expression, scope: Scope): Exact {
  const traversal = traversalOf(expression);
  if (traversal) {
    const { value, used } = scope.resolve(traversal.path);
    const spelled = traversal.path.slice(used).reduce<Exact>(member, value);
    return traversal.rest.map((key) => text(evaluateExactly(key, scope))).reduce<Exact>(member, spelled);
  }
  if (expression.kind !== 'access') throw new ProvisionError('BadExpression', 'this is not a traversal');
  return member(evaluateExactly(expression.of, scope), text(evaluateExactly(expression.key, scope)));
}

/** A member of an object or a list. A block that may occur once is written as an object and read as `[0]`. */
function member(value: Exact, key: string): Exact {
  if (Array.isArray(value)) {
    const found = value[TerraformNumber.parse(key)?.toNumber() ?? -1];
    if (found !== undefined) return found;
  } else if (isObject(value)) {
    const found = Object.hasOwn(value, key) ? value[key] : undefined;
    if (found !== undefined) return found;
    if (key === '0') return value;
  }
  throw new ProvisionError('UnknownReference', `there is no "${key}" in the value referred to`);
}

function call(name: string, operands: readonly Expression[], scope: Scope): Exact {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) throw unknownFunction(name);
  return found(
    operands.map((operand) => evaluateExactly(operand, scope)),
    scope.directory,
  );
}

/** The refusal of a function that provisioning does not know. */
export function unknownFunction(name: string): ProvisionError {
  return new ProvisionError('UnknownFunction', `the function ${name}() is not supported here`);
}

function binary(operator: BinaryOperator, left: Expression, right: Expression, scope: Scope): Exact {
  const a = evaluateExactly(left, scope);
  if (operator === '||') return truth(a) || truth(evaluateExactly(right, scope));
  if (operator === '&&') return truth(a) && truth(evaluateExactly(right, scope));
  const b = evaluateExactly(right, scope);
  if (operator === '==') return equal(a, b);
  if (operator === '!=') return !equal(a, b);
  return ARITHMETIC[operator](number(a), number(b));
}

const ARITHMETIC: Readonly<
  Record<
    Exclude<BinaryOperator, '||' | '&&' | '==' | '!='>,
    (a: TerraformNumber, b: TerraformNumber) => Exact
  >
> = {
  '<=': (a, b) => a.compare(b) <= 0,
  '>=': (a, b) => a.compare(b) >= 0,
  '<': (a, b) => a.compare(b) < 0,
  '>': (a, b) => a.compare(b) > 0,
  '+': (a, b) => a.plus(b),
  '-': (a, b) => a.minus(b),
  '*': (a, b) => a.times(b),
  '/': divided,
  '%': (a, b) => a.modulo(b),
};

/** Terraform's own quotient would be infinite, which no argument can be. */
function divided(a: TerraformNumber, b: TerraformNumber): TerraformNumber {
  if (b.isZero) throw new ProvisionError('BadExpression', `${a} is divided by zero`);
  return a.over(b);
}

/** A value as Terraform writes it into a string; lists and objects have no such form. */
function text(value: Exact): string {
  const written = textOf(value);
  if (written === undefined) throw wrongType('a string', value);
  return written;
}

function number(value: Exact): TerraformNumber {
  if (isNumber(value)) return exact(value);
  const parsed = typeof value === 'string' ? TerraformNumber.parse(value) : undefined;
  if (parsed === undefined) throw wrongType('a number', value);
  return parsed;
}

function truth(value: Exact): boolean {
  if (value === true || value === 'true' || value === '1') return true;
  if (value === false || value === 'false' || value === '0') return false;
  throw wrongType('a bool', value);
}

function wrongType(wanted: string, value: Exact): ProvisionError {
  return new ProvisionError(
    'BadExpression',
    `${JSON.stringify(plain(value))} stands where ${wanted} is needed`,
  );
}
