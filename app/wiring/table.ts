import { randomUUID } from 'node:crypto';
import type { Traces } from '../observability/traces.ts';
import { createDynamoDb } from '../persistence/dynamodb.ts';
import { openTable, type Table } from '../persistence/table.ts';

/** The table named `name`, whose calls are traced. */
export function openTracedTable(name: string, traces: Pick<Traces, 'watch'>): Table {
  return openTable(traces.watch(createDynamoDb()), name, randomUUID);
}
