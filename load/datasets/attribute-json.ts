import type { Item } from './expense.ts';

/**
 * An item in DynamoDB's JSON (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html),
 * as the SDK's `marshall` and serializer would write it: a million items make those two the slowest part of a seeding.
 *
 * @throws TypeError for a value that a dataset does not have
 */
export function itemJson(item: Item): string {
  let text = '';
  for (const name in item) text += `${text && ','}${JSON.stringify(name)}:${valueJson(item[name])}`;
  return `{${text}}`;
}

function valueJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `{"S":${JSON.stringify(value)}}`;
    case 'number':
      return `{"N":"${value}"}`;
    case 'boolean':
      return `{"BOOL":${value}}`;
    case 'object':
      return objectJson(value);
    default:
      throw new TypeError(`A dataset's item cannot hold ${typeof value}.`);
  }
}

function objectJson(value: object | null): string {
  if (value === null) return '{"NULL":true}';
  if (Array.isArray(value)) return `{"L":[${value.map(valueJson).join(',')}]}`;
  if (value instanceof Set) return `{"SS":${JSON.stringify([...value])}}`;
  return `{"M":${itemJson(value as Item)}}`;
}
