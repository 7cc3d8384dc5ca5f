import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json } from '../json.ts';
import type { Filter, FilterOperator, Operand, Step } from './steps.ts';

/** How the paths in a filter are followed. */
type Evaluate = (steps: readonly Step[], isDefinite: boolean, value: Json, root: Json) => Json | undefined;

/** Whether `item` passes the filter; `root` is where the whole path started. */
export function accepts(filter: Filter, item: Json, root: Json, evaluate: Evaluate): boolean {
  switch (filter.kind) {
    case 'any':
      return filter.parts.some((part) => accepts(part, item, root, evaluate));
    case 'all':
      return filter.parts.every((part) => accepts(part, item, root, evaluate));
    case 'not':
      return !accepts(filter.part, item, root, evaluate);
    case 'exists':
      return operandValue(filter.operand, item, root, evaluate) !== undefined;
    case 'comparison': {
      const left = operandValue(filter.left, item, root, evaluate);
      if (filter.right.kind === 'pattern')
        return filter.operator === '=~' && typeof left === 'string' && filter.right.pattern.test(left);
      return compare(left, filter.operator, operandValue(filter.right, item, root, evaluate));
    }
  }
}

function operandValue(operand: Operand, item: Json, root: Json, evaluate: Evaluate): Json | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'pattern') return undefined;
  const found = evaluate(operand.steps, operand.isDefinite, operand.isFromItem ? item : root, root);
  return Array.isArray(found) && !operand.isDefinite && found.length === 0 ? undefined : found;
}

function compare(left: Json | undefined, operator: FilterOperator, right: Json | undefined): boolean {
  switch (operator) {
    case '==':
      return isDeepStrictEqual(left, right);
    case '!=':
      return !isDeepStrictEqual(left, right);
    case '<':
      return isOrdered(left, right, (order) => order < 0);
    case '<=':
      return isOrdered(left, right, (order) => order <= 0);
    case '>':
      return isOrdered(left, right, (order) => order > 0);
    case '>=':
      return isOrdered(left, right, (order) => order >= 0);
    case 'in':
      return has(right, left);
    case 'nin':
      return !has(right, left);
    case 'contains':
      return typeof left === 'string' && typeof right === 'string' ? left.includes(right) : has(left, right);
    case 'subsetof':
      return Array.isArray(left) && left.every((item) => has(right, item));
    case 'anyof':
      return Array.isArray(left) && left.some((item) => has(right, item));
    case 'noneof':
      return Array.isArray(left) && !left.some((item) => has(right, item));
    case 'size':
      return sizeOf(left) !== undefined && sizeOf(left) === right;
    case 'empty':
      return sizeOf(left) !== undefined && (sizeOf(left) === 0) === right;
    case '=~':
      return false;
  }
}

function isOrdered(
  left: Json | undefined,
  right: Json | undefined,
  holds: (order: number) => boolean,
): boolean {
  const isNumbers = typeof left === 'number' && typeof right === 'number';
  const isTexts = typeof left === 'string' && typeof right === 'string';
  if (!isNumbers && !isTexts) return false;
  return holds(left < right ? -1 : left > right ? 1 : 0);
}

function has(list: Json | undefined, wanted: Json | undefined): boolean {
  return Array.isArray(list) && list.some((item) => isDeepStrictEqual(item, wanted));
}

function sizeOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}
