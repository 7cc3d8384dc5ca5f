import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json } from '../json.ts';
import type { Effort } from './effort.ts';
import type { Filter, FilterOperator, Operand, Step } from './steps.ts';

/** What a filter's paths start from, how they are followed, and what the whole path has cost. */
export interface FilterScope {
  readonly root: Json;
  readonly effort: Effort;
  readonly evaluate: (
    steps: readonly Step[],
    isDefinite: boolean,
    value: Json,
    root: Json,
    effort: Effort,
  ) => Json | undefined;
}

/** Whether `item` passes the filter. Throws `PathError` where that takes too long. */
export function accepts(filter: Filter, item: Json, scope: FilterScope): boolean {
  scope.effort.spend(1);
  switch (filter.kind) {
    case 'any':
      return filter.parts.some((part) => accepts(part, item, scope));
    case 'all':
      return filter.parts.every((part) => accepts(part, item, scope));
    case 'not':
      return !accepts(filter.part, item, scope);
    case 'exists':
      return operandValue(filter.operand, item, scope) !== undefined;
    case 'comparison': {
      const left = operandValue(filter.left, item, scope);
      if (filter.right.kind === 'pattern')
        return filter.operator === '=~' && typeof left === 'string' && filter.right.matches(left);
      return compare(left, filter.operator, operandValue(filter.right, item, scope), scope.effort);
    }
  }
}

function operandValue(
  operand: Operand,
  item: Json,
  { root, effort, evaluate }: FilterScope,
): Json | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'pattern') return undefined;
  const found = evaluate(operand.steps, operand.isDefinite, operand.isFromItem ? item : root, root, effort);
  return Array.isArray(found) && !operand.isDefinite && found.length === 0 ? undefined : found;
}

function compare(
  left: Json | undefined,
  operator: FilterOperator,
  right: Json | undefined,
  effort: Effort,
): boolean {
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
      return has(right, left, effort);
    case 'nin':
      return !has(right, left, effort);
    case 'contains':
      return typeof left === 'string' && typeof right === 'string'
        ? left.includes(right)
        : has(left, right, effort);
    case 'subsetof':
      return Array.isArray(left) && left.every((item) => has(right, item, effort));
    case 'anyof':
      return Array.isArray(left) && left.some((item) => has(right, item, effort));
    case 'noneof':
      return Array.isArray(left) && !left.some((item) => has(right, item, effort));
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

function has(list: Json | undefined, wanted: Json | undefined, effort: Effort): boolean {
  if (!Array.isArray(list) || wanted === undefined) return false;
  if (typeof wanted !== 'object') return list.includes(wanted);
  return list.some((item) => {
    effort.spend(1);
    return isDeepStrictEqual(item, wanted);
  });
}

function sizeOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}
