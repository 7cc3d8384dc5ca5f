import type { EmbeddedContext } from '../core/context.ts';
import type { Collection } from '../storage/storage.ts';
import type { PackageStore } from './code/package.ts';
import type { AsyncInvocations } from './events/async-invocations.ts';
import type { QueueConsumers } from './events/queue-consumers.ts';
import type { Invocations } from './execution/invocations.ts';
import type { FunctionStore } from './functions.ts';
import type { EventSourceMapping, FunctionRecord } from './model.ts';

/** What Lambda's operations share. */
export interface LambdaRoom {
  readonly context: EmbeddedContext;
  readonly functions: FunctionStore;
  readonly packages: PackageStore;
  readonly invocations: Invocations;
  readonly asyncInvocations: AsyncInvocations;
  readonly mappings: Collection<EventSourceMapping>;
  readonly consumers: QueueConsumers;
}

/** Replaces members of a function and remembers the result. */
export function change(
  room: LambdaRoom,
  record: FunctionRecord,
  members: Partial<FunctionRecord>,
): FunctionRecord {
  const changed = { ...record, ...members };
  room.functions.records.set(record.configuration.FunctionName, changed);
  return changed;
}

/** A function's `LastModified`: ISO 8601 with a numeric zone, as Lambda alone writes it. */
export function lastModified(room: LambdaRoom): string {
  return new Date(room.context.clock.now()).toISOString().replace('Z', '+0000');
}
