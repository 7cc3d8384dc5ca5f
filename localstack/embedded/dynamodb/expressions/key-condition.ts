import type { AttributeValue } from '../model.ts';
import { ExpressionError } from './error.ts';
import type { Scope } from './scope.ts';
import type { Call, Comparison, Condition, Operand } from './syntax.ts';

/** A condition on one key attribute, in the form of the parameter `KeyConditions`. */
export interface KeyCondition {
  readonly ComparisonOperator: string;
  readonly AttributeValueList: readonly AttributeValue[];
}

const OPERATORS: Readonly<Record<string, string>> = {
  '=': 'EQ',
  '<': 'LT',
  '<=': 'LE',
  '>': 'GT',
  '>=': 'GE',
  BETWEEN: 'BETWEEN',
  begins_with: 'BEGINS_WITH',
};
/** What an operator is when its operands change sides. */
const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/**
 * The conditions on key attributes that a key condition expression consists of, by attribute. Throws
 * {@link ExpressionError} with the whole message for one that is no key condition.
 */
export function keyConditionsOf(condition: Condition, scope: Scope): Record<string, KeyCondition> {
  const conditions: Record<string, KeyCondition> = Object.create(null);
  collect(condition, scope, conditions);
  return conditions;
}

function collect(condition: Condition, scope: Scope, conditions: Record<string, KeyCondition>): void {
  switch (condition.kind) {
    case 'AND':
      collect(condition.left, scope, conditions);
      collect(condition.right, scope, conditions);
      return;
    case 'OR':
    case 'NOT':
      throw invalidOperator(condition.kind);
    case 'comparison':
      if (condition.operator === 'IN' || condition.operator === '<>')
        throw invalidOperator(condition.operator);
      addCondition(condition.operator, condition, scope, conditions);
      return;
    case 'call':
      if (condition.function !== 'begins_with') throw invalidOperator(condition.function);
      addCondition('begins_with', condition, scope, conditions);
  }
}

function addCondition(
  operator: string,
  { operands }: Comparison | Call,
  scope: Scope,
  conditions: Record<string, KeyCondition>,
): void {
  const [first] = operands;
  if ((operator === 'BETWEEN' || operator === 'begins_with') && first?.kind !== 'path') {
    throw new ExpressionError(
      `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`,
    );
  }
  const attribute = attributeOf(operands, scope);
  if (attribute in conditions) {
    throw new ExpressionError(
      'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
    );
  }
  const turned = first?.kind === 'path' ? operator : (MIRRORED[operator] ?? operator);
  const values = operands.flatMap((operand) => (operand.kind === 'value' ? [scope.value(operand.name)] : []));
  conditions[attribute] = { ComparisonOperator: OPERATORS[turned] ?? '', AttributeValueList: values };
}

/** The one attribute among the operands. */
function attributeOf(operands: readonly Operand[], scope: Scope): string {
  let attribute: string | undefined;
  for (const operand of operands) {
    if (operand.kind === 'value') continue;
    if (operand.kind === 'call') {
      throw new ExpressionError('KeyConditionExpressions cannot contain nested operations');
    }
    if (attribute !== undefined) {
      throw new ExpressionError(
        'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
      );
    }
    const [name, ...below] = scope.steps(operand);
    if (below.length > 0) {
      throw new ExpressionError('KeyConditionExpressions cannot have conditions on nested attributes');
    }
    attribute = name as string;
  }
  if (attribute !== undefined) return attribute;
  throw new ExpressionError('Invalid condition in KeyConditionExpression: No key attribute specified');
}

function invalidOperator(operator: string): ExpressionError {
  return new ExpressionError(`Invalid operator used in KeyConditionExpression: ${operator}`);
}
