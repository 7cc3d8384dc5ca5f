import { AwsError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import { MAX_ITEM_SIZE, rules } from '../dynalite.ts';
import { dynamoDbErrors } from '../errors.ts';
import { applyUpdate } from '../expressions/apply-update.ts';
import { project } from '../expressions/bind-projection.ts';
import { UpdateError } from '../expressions/error.ts';
import type { Input, Item } from '../model.ts';
import { type CheckedInput, check, refuse } from '../run.ts';
import { applyAttributeUpdates } from './attribute-updates.ts';
import { checkComputedKeys, checkUpdatedKeys, refuseNestedKeys } from './key-rules.ts';
import { itemBytes } from './size.ts';
import type { ItemStore } from './store.ts';

/** The writes of one item; a condition check is a deletion without the deletion. */
export type WriteName = 'putItem' | 'updateItem' | 'deleteItem';

/** A write that is valid, and the item as it stands before it. */
export interface PreparedWrite {
  readonly name: WriteName;
  readonly input: CheckedInput;
  readonly items: ItemStore;
  readonly key: string;
  readonly old: Item | undefined;
}

/** Checks a write by all that does not depend on the item. Throws {@link AwsError}. */
export function prepareWrite(database: Database, name: WriteName, input: Input): PreparedWrite {
  const checked = check(name, input);
  const items = itemsOf(database, checked.TableName);
  const { description } = items;
  const keys = (checked.Item ?? checked.Key) as Item;
  refuse(name === 'putItem' ? rules.validateItem(keys, description) : rules.validateKey(keys, description));
  if (name === 'updateItem') checkUpdatedKeys(checked, description);
  refuseNestedKeys(checked.condition?.nested, description);
  const key = rules.createKey(keys, description);
  return { name, input: checked, items, key, old: items.get(key) };
}

/** The items of a table. Throws ResourceNotFoundException in the words of the operations on items. */
export function itemsOf(database: Database, table: string): ItemStore {
  if (database.tables.has(table)) return database.items(table);
  throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
}

/** Whether the item meets the condition of the write, by whichever parameter. */
export function isConditionMet({ input, old }: PreparedWrite): boolean {
  if (input.condition) return input.condition.test(old ?? {});
  return !rules.checkConditional(input as unknown as Record<string, unknown>, old);
}

/** What stands in the place of the item after the write. Throws ValidationException. */
export function writtenItem(write: PreparedWrite): Item | undefined {
  const { name, input } = write;
  if (name === 'deleteItem') return undefined;
  return name === 'putItem' ? input.Item : updatedItem(write);
}

function updatedItem({ input, items, old }: PreparedWrite): Item | undefined {
  // Nothing can be taken from what is not there, and nothing comes to be by that.
  if (!old && onlyTakesAway(input)) return undefined;
  const base = old ?? { ...input.Key };
  try {
    const item = input.update
      ? applyUpdate(input.update.sections, base)
      : applyAttributeUpdates(input.AttributeUpdates ?? {}, base);
    checkComputedKeys(input, item, items.description);
    if (itemBytes(item) > MAX_ITEM_SIZE) {
      throw dynamoDbErrors.validation('Item size to update has exceeded the maximum allowed size');
    }
    return item;
  } catch (error) {
    if (error instanceof UpdateError) throw dynamoDbErrors.validation(error.message);
    throw error;
  }
}

function onlyTakesAway({ update, AttributeUpdates = {} }: CheckedInput): boolean {
  if (update) return update.sections.flat().every(({ kind }) => kind === 'REMOVE' || kind === 'DELETE');
  const updates = Object.values(AttributeUpdates);
  return updates.length > 0 && updates.every(({ Action }) => Action === 'DELETE');
}

/** Carries out a write that leads to `item`. */
export function commitWrite({ items, key, old }: PreparedWrite, item: Item | undefined): void {
  if (item) items.put(key, item, old);
  else if (old) items.delete(key, old);
}

/** The attributes that the write answers with, as `ReturnValues` asks for. */
export function returnedAttributes({ input, old }: PreparedWrite, item: Item | undefined): Item | undefined {
  switch (input.ReturnValues) {
    case 'ALL_OLD':
      return old;
    case 'UPDATED_OLD':
      return old && updatedPart(input, old);
    case 'ALL_NEW':
      return item;
    case 'UPDATED_NEW':
      return item && updatedPart(input, item);
    default:
      return undefined;
  }
}

/**
 * What stands at the places that the update names; undefined for nothing. An element behind the end of a list stood
 * nowhere and is not found by its index, as with DynamoDB.
 */
function updatedPart({ update, AttributeUpdates }: CheckedInput, item: Item): Item | undefined {
  const places = update
    ? update.sections.flatMap((actions) => actions.map(({ steps }) => steps))
    : Object.keys(AttributeUpdates ?? {}).map((name) => [name]);
  const part = project(item, places);
  return Object.keys(part).length > 0 ? part : undefined;
}
