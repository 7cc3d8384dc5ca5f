import { anyAt, type EventFields } from './discovered-fields.ts';
import { textOfValue, type Value } from './values.ts';

/** A row on its way through a query: an event with what was computed of it, or a group of stats. */
export interface Row {
  readonly fields?: EventFields;
  /** By column. */
  readonly computed: ReadonlyMap<string, Value>;
}

/** The value of a field: computed, in a computed structure, or found in the event. */
export function fieldOf({ fields, computed }: Row, name: string): Value {
  if (computed.has(name)) return computed.get(name);
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const structure = computed.get(name.slice(0, dot));
    if (typeof structure === 'object') return anyAt(structure, name.slice(dot + 1));
  }
  return fields?.get(name);
}

/** The row with more columns. */
export function withColumns(row: Row, columns: Iterable<readonly [string, Value]>): Row {
  return { ...row, computed: new Map([...row.computed, ...columns]) };
}

/** What a row shows in each column, where there is something. */
export function shownIn(row: Row, columns: readonly string[]): { field: string; value: string }[] {
  return columns.flatMap((field) => {
    const value = textOfValue(fieldOf(row, field));
    return value === undefined ? [] : [{ field, value }];
  });
}
