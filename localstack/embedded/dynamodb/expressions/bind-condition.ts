import type { AttributeValue, Item } from '../model.ts';
import { ExpressionError } from './error.ts';
import { type BoundOperand, bindOperands, checkFirst, checkTypes, wrongType } from './operands.ts';
import type { Scope } from './scope.ts';
import type { Call, Comparator, Comparison, Condition } from './syntax.ts';
import { areEqual, beginsWith, compare, contains, typeOf } from './values.ts';

/** Whether an item meets a condition. */
export type ItemTest = (item: Item) => boolean;

const ORDERED = ['S', 'N', 'B'];
const MOST_CANDIDATES = 100;
const TYPES = ['N', 'BS', 'L', 'B', 'NULL', 'M', 'S', 'SS', 'NS', 'BOOL'];

/** A condition with its placeholders resolved. Throws {@link ExpressionError}. */
export function bindCondition(condition: Condition, scope: Scope): ItemTest {
  switch (condition.kind) {
    case 'AND': {
      const left = bindCondition(condition.left, scope);
      const right = bindCondition(condition.right, scope);
      return (item) => left(item) && right(item);
    }
    case 'OR': {
      const left = bindCondition(condition.left, scope);
      const right = bindCondition(condition.right, scope);
      return (item) => left(item) || right(item);
    }
    case 'NOT': {
      const negated = bindCondition(condition.condition, scope);
      return (item) => !negated(item);
    }
    case 'comparison':
      return bindComparison(condition, scope);
    case 'call':
      return bindCall(condition, scope);
  }
}

function bindComparison({ operator, operands }: Comparison, scope: Scope): ItemTest {
  const bound = bindOperands(operands, scope);
  if (operator === 'IN') return bindIn(bound);
  checkFirst(operator, bound);
  if (operator === 'BETWEEN') return bindBetween(bound as [BoundOperand, BoundOperand, BoundOperand]);
  const [left, right] = bound as [BoundOperand, BoundOperand];
  if (operator === '=' || operator === '<>') return equality(left, right, operator === '=');
  checkTypes(operator, bound, ORDERED);
  const holds = ORDER[operator];
  return (item) => {
    const order = orderOf(left.read(item), right.read(item));
    return order !== undefined && holds(order);
  };
}

const ORDER: Readonly<Record<Exclude<Comparator, '=' | '<>'>, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function equality(left: BoundOperand, right: BoundOperand, wanted: boolean): ItemTest {
  return (item) => {
    const [a, b] = [left.read(item), right.read(item)];
    return (a !== undefined && b !== undefined && areEqual(a, b)) === wanted;
  };
}

function orderOf(a: AttributeValue | undefined, b: AttributeValue | undefined): number | undefined {
  return a && b && compare(a, b);
}

function bindBetween(operands: [BoundOperand, BoundOperand, BoundOperand]): ItemTest {
  checkTypes('BETWEEN', operands, ORDERED);
  const [tested, low, high] = operands;
  if (low.value && high.value) checkBounds(low.value, high.value);
  return (item) => {
    const value = tested.read(item);
    const above = orderOf(low.read(item), value);
    const below = orderOf(value, high.read(item));
    return above !== undefined && below !== undefined && above <= 0 && below <= 0;
  };
}

function checkBounds(low: AttributeValue, high: AttributeValue): void {
  const fault =
    typeOf(low) !== typeOf(high)
      ? 'same data type for lower and upper bounds'
      : (compare(low, high) ?? 0) > 0
        ? 'upper bound to be greater than or equal to lower bound'
        : undefined;
  if (fault === undefined) return;
  throw new ExpressionError(
    `The BETWEEN operator requires ${fault}; lower bound operand: ${shown(low)}, upper bound operand: ${shown(high)}`,
  );
}

function shown(value: AttributeValue): string {
  const type = typeOf(value);
  if (type !== 'B') return `AttributeValue: {${type}:${value[type]}}`;
  const length = Buffer.byteLength(value.B as string, 'base64');
  return `AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]}`;
}

function bindIn(operands: BoundOperand[]): ItemTest {
  const [tested, ...candidates] = operands as [BoundOperand, ...BoundOperand[]];
  if (candidates.length > MOST_CANDIDATES) {
    throw new ExpressionError(
      `The IN operator is provided with too many operands; number of operands: ${candidates.length}`,
    );
  }
  checkFirst('IN', operands);
  return (item) => {
    const value = tested.read(item);
    if (value === undefined) return false;
    return candidates.some((candidate) => {
      const other = candidate.read(item);
      return other !== undefined && areEqual(value, other);
    });
  };
}

function bindCall(call: Call, scope: Scope): ItemTest {
  const operands = bindOperands(call.operands, scope);
  checkFirst(call.function, operands);
  const [first, second] = operands as [BoundOperand, BoundOperand];
  switch (call.function) {
    case 'attribute_exists':
      return (item) => first.read(item) !== undefined;
    case 'attribute_not_exists':
      return (item) => first.read(item) === undefined;
    case 'attribute_type': {
      const type = namedType(second);
      return (item) => first.read(item)?.[type] !== undefined;
    }
    case 'begins_with':
      checkTypes('begins_with', operands, ['S', 'B']);
      return both(first, second, beginsWith);
    default:
      return both(first, second, contains);
  }
}

function both(
  first: BoundOperand,
  second: BoundOperand,
  holds: (a: AttributeValue, b: AttributeValue) => boolean,
): ItemTest {
  return (item) => {
    const [a, b] = [first.read(item), second.read(item)];
    return a !== undefined && b !== undefined && holds(a, b);
  };
}

/** The type that attribute_type asks for. */
function namedType(operand: BoundOperand): string {
  const { value } = operand;
  if (!value) throw wrongType('attribute_type', operand.type ?? `{${TYPES.join(',')}}`);
  if (typeof value.S !== 'string') throw wrongType('attribute_type', typeOf(value));
  if (TYPES.includes(value.S)) return value.S;
  throw new ExpressionError(
    `Invalid attribute type name found; type: ${value.S}, valid types: {${TYPES.join(',')}}`,
  );
}
