import type { AttributeValue, Item } from '../model.ts';

/** Deeper ones are left to dynalite; DynamoDB takes 32. */
const MOST_LEVELS = 30;
/** A number as dynalite would write it down, and far from what DynamoDB's cannot hold. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,17}|-?(?:0|[1-9]\d{0,15})\.\d{0,15}[1-9])$/;

/** Whether these are attributes of which dynalite's checks would neither refuse nor change one. */
export function isPlainItem(item: unknown, level = 0): item is Item {
  if (!isObject(item)) return false;
  for (const name in item) {
    if (name === '__proto__' || !isPlainValue(item[name], level)) return false;
  }
  return true;
}

/** Whether dynalite's checks would neither refuse nor change the value: of the usual types, and written as usual. */
export function isPlainValue(value: unknown, level = 0): value is AttributeValue {
  if (!isObject(value)) return false;
  let type: string | undefined;
  for (const name in value) {
    if (type !== undefined) return false;
    type = name;
  }
  return type !== undefined && isPlainOf(type, value[type], level);
}

function isPlainOf(type: string, value: unknown, level: number): boolean {
  switch (type) {
    case 'S':
      return typeof value === 'string';
    case 'N':
      return typeof value === 'string' && PLAIN_NUMBER.test(value);
    case 'BOOL':
      return typeof value === 'boolean';
    case 'NULL':
      return value === true;
    case 'SS':
      return isPlainSet(value);
    case 'M':
      return level < MOST_LEVELS && isPlainItem(value, level + 1);
    case 'L':
      return (
        level < MOST_LEVELS &&
        Array.isArray(value) &&
        value.every((element) => isPlainValue(element, level + 1))
      );
    default:
      // Binaries and sets of numbers are rare.
      return false;
  }
}

function isPlainSet(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((member) => typeof member === 'string') && new Set(value).size === value.length;
}

/** Whether it is an object that is no array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
