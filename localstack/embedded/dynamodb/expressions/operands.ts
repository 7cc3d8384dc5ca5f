import type { AttributeValue, Item } from '../model.ts';
import { ExpressionError } from './error.ts';
import { functions } from './functions.ts';
import type { Scope } from './scope.ts';
import type { Call, Operand, Step } from './syntax.ts';
import { sizeOf, typeOf, valueAt } from './values.ts';

/** An operand of one request, ready to be read from items. */
export interface BoundOperand {
  /** Its value in an item; undefined where the item has none. */
  readonly read: (item: Item) => AttributeValue | undefined;
  /** Its type, where no item needs to be looked at to know it. */
  readonly type?: string;
  /** The place, of a document path. */
  readonly steps?: readonly Step[];
  /** The value, of a placeholder. */
  readonly value?: AttributeValue;
}

/** An operand with its placeholders resolved. Throws {@link ExpressionError}. */
export function bindOperand(operand: Operand, scope: Scope): BoundOperand {
  switch (operand.kind) {
    case 'path': {
      const steps = scope.steps(operand);
      return { read: (item) => valueAt(item, steps), steps };
    }
    case 'value': {
      const value = scope.value(operand.name);
      return { read: () => value, type: typeOf(value), value };
    }
    case 'call':
      return bindSize(operand, scope);
  }
}

function bindSize(call: Call, scope: Scope): BoundOperand {
  const [operand] = bindOperands(call.operands, scope) as [BoundOperand];
  checkTypes('size', [operand], ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M']);
  return {
    type: 'N',
    read: (item) => {
      const value = operand.read(item);
      const size = value && sizeOf(value);
      return size === undefined ? undefined : { N: String(size) };
    },
  };
}

/** Several operands, in order. */
export function bindOperands(operands: readonly Operand[], scope: Scope): BoundOperand[] {
  return operands.map((operand) => bindOperand(operand, scope));
}

/** Throws {@link ExpressionError} for an operand whose type is known and is none of those. */
export function checkTypes(
  operator: string,
  operands: readonly BoundOperand[],
  types: readonly string[],
): void {
  for (const { type } of operands) {
    if (type !== undefined && !types.includes(type)) throw wrongType(operator, type);
  }
}

/** The error of an operand whose type an operator or function cannot have. */
export function wrongType(operator: string, type: string): ExpressionError {
  return new ExpressionError(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

/** Throws {@link ExpressionError} where the first operand is one of the others, or is to be a path and is none. */
export function checkFirst(operator: string, operands: readonly BoundOperand[]): void {
  const steps = operands[0]?.steps;
  if (!steps) {
    if (!functions.get(operator)?.onPath) return;
    throw new ExpressionError(
      `Operator or function requires a document path; operator or function: ${operator}`,
    );
  }
  for (let at = 1; at < operands.length; at += 1) {
    const other = operands[at]?.steps;
    if (!other || !areSame(steps, other)) continue;
    throw new ExpressionError(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${pathText(steps)}`,
    );
  }
}

function areSame(a: readonly Step[], b: readonly Step[]): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}

/** A path as DynamoDB's errors show it. */
export function pathText(steps: readonly Step[]): string {
  return `[${steps.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}
