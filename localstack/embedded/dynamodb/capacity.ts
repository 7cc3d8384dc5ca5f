import type { IndexUnits } from './item-store.ts';
import type { Output } from './run.ts';

interface ConsumedCapacity {
  CapacityUnits: number;
  TableName?: string;
  Table?: { CapacityUnits: number };
  GlobalSecondaryIndexes?: Record<string, { CapacityUnits: number }>;
}

/** Adds what index writes cost to the capacity of the table's own write, as DynamoDB reports both in one figure. */
export function withIndexUnits(output: Output, units: IndexUnits): Output {
  const consumed = output.ConsumedCapacity as ConsumedCapacity | undefined;
  const names = Object.keys(units);
  if (!consumed || names.length === 0) return output;
  const total = names.reduce((sum, name) => sum + (units[name] ?? 0), consumed.CapacityUnits);
  const byIndex = Object.fromEntries(names.map((name) => [name, { CapacityUnits: units[name] ?? 0 }]));
  return {
    ...output,
    ConsumedCapacity: {
      ...consumed,
      CapacityUnits: total,
      ...(consumed.Table ? { GlobalSecondaryIndexes: byIndex } : {}),
    },
  };
}

/** Whether the call asks for its cost. */
export function asksCapacity(input: Readonly<Record<string, unknown>>): boolean {
  return input.ReturnConsumedCapacity === 'TOTAL' || input.ReturnConsumedCapacity === 'INDEXES';
}

/** What several outputs cost together, by table, `times` as much as each says: a transaction costs twice. */
export function sumOf(
  outputs: readonly Output[],
  times: number,
): { TableName: string; CapacityUnits: number }[] {
  const units = new Map<string, number>();
  for (const output of outputs) {
    const { TableName = '', CapacityUnits = 0 } = (output.ConsumedCapacity ??
      {}) as Partial<ConsumedCapacity>;
    units.set(TableName, (units.get(TableName) ?? 0) + CapacityUnits * times);
  }
  return [...units].map(([TableName, CapacityUnits]) => ({ TableName, CapacityUnits }));
}
