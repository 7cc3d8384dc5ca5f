import { type Consumption, readUnits } from '../capacity.ts';
import type { Database } from '../database.ts';
import { rules } from '../dynalite.ts';
import { project } from '../expressions/bind-projection.ts';
import type { Item } from '../model.ts';
import { type CheckedInput, refuse } from '../run.ts';
import { refuseNestedKeys } from './key-rules.ts';
import { itemBytes } from './size.ts';
import type { ItemStore } from './store.ts';
import { itemsOf } from './write.ts';

/** What is asked for of single items of one table. */
export type Selection = Pick<CheckedInput, 'projection' | 'AttributesToGet' | 'ConsistentRead'>;

/** The items of a table of which single ones are asked for. Throws ResourceNotFoundException, ValidationException. */
export function itemsToGet(database: Database, table: string, selection: Selection): ItemStore {
  const items = itemsOf(database, table);
  refuseNestedKeys(selection.projection?.nested, items.description);
  return items;
}

/** What is asked for of the item under a key, and its cost. Throws ValidationException for what is no key. */
export function getItem(
  items: ItemStore,
  key: Item,
  selection: Selection,
  consumption: Consumption,
): Item | undefined {
  refuse(rules.validateKey(key, items.description));
  const item = items.get(rules.createKey(key, items.description));
  const bytes = item ? itemBytes(item) : 0;
  consumption.add(items.description, undefined, readUnits(bytes, selection.ConsistentRead === true));
  const places = selection.projection?.places ?? selection.AttributesToGet?.map((name) => [name]);
  return item && places ? project(item, places) : item;
}
