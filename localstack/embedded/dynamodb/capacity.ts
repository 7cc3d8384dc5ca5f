import { itemBytes } from './items/size.ts';
import type { Description, Input, Item, Output } from './model.ts';

/** What a call used of one table and its indexes, in request units. */
interface TableUse {
  readonly description: Description;
  table: number;
  readonly indexes: Map<string, number>;
}

/**
 * The capacity that one call consumes, by table and index
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
 */
export class Consumption {
  readonly kind: 'readUnits' | 'writeUnits';
  /** Twice for transactions: they prepare and commit. */
  readonly #times: number;
  readonly #tables = new Map<string, TableUse>();

  constructor(kind: Consumption['kind'], times = 1) {
    this.kind = kind;
    this.#times = times;
  }

  add(description: Description, index: string | undefined, units: number): void {
    let use = this.#tables.get(description.TableName);
    if (!use) {
      use = { description, table: 0, indexes: new Map() };
      this.#tables.set(description.TableName, use);
    }
    if (index === undefined) use.table += units * this.#times;
    else use.indexes.set(index, (use.indexes.get(index) ?? 0) + units * this.#times);
  }

  /** The units of each table (index undefined) and index. */
  *[Symbol.iterator](): Generator<{ table: string; index?: string; units: number }> {
    for (const [table, use] of this.#tables) {
      if (use.table > 0) yield { table, units: use.table };
      for (const [index, units] of use.indexes) yield { table, index, units };
    }
  }

  /** `ConsumedCapacity` of each table, as far as `ReturnConsumedCapacity` asks for it. */
  report(asked: unknown): object[] {
    return [...this.#tables.values()].map(({ description, table, indexes }) => {
      let CapacityUnits = table;
      for (const units of indexes.values()) CapacityUnits += units;
      const whole = { TableName: description.TableName, CapacityUnits };
      if (asked !== 'INDEXES') return whole;
      return { ...whole, Table: { CapacityUnits: table }, ...byIndex(description, indexes) };
    });
  }
}

function byIndex(description: Description, indexes: ReadonlyMap<string, number>): object {
  const global: Record<string, object> = {};
  const local: Record<string, object> = {};
  for (const [name, CapacityUnits] of indexes) {
    const isLocal = description.LocalSecondaryIndexes?.some(({ IndexName }) => IndexName === name);
    (isLocal ? local : global)[name] = { CapacityUnits };
  }
  return {
    ...(Object.keys(global).length > 0 ? { GlobalSecondaryIndexes: global } : {}),
    ...(Object.keys(local).length > 0 ? { LocalSecondaryIndexes: local } : {}),
  };
}

/** Whether the call asks for its cost. */
export function asksCapacity(input: Input): boolean {
  return input.ReturnConsumedCapacity === 'TOTAL' || input.ReturnConsumedCapacity === 'INDEXES';
}

/** The output with its cost, where the call asks for it: one table's for single items, a list for several. */
export function withCapacity(
  output: Output,
  input: Input,
  consumption: Consumption,
  form: 'one' | 'list' = 'one',
): Output {
  if (!asksCapacity(input)) return output;
  const report = consumption.report(input.ReturnConsumedCapacity);
  return { ...output, ConsumedCapacity: form === 'one' ? report[0] : report };
}

/** The write units of an item of so many bytes; nothing for no item. */
export function writeUnits(bytes: number): number {
  return bytes === 0 ? 0 : Math.ceil(bytes / 1024);
}

/** The read units of so many bytes read in one go; a read of nothing costs as much as the least of something. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

/** The write units of replacing `old` by `item`: those of the larger one; one for deleting what is not there. */
export function replacementUnits(old: Item | undefined, item: Item | undefined): number {
  return Math.max(1, writeUnits(old ? itemBytes(old) : 0), writeUnits(item ? itemBytes(item) : 0));
}
