import type { EmbeddedContext } from '../core/context.ts';
import type { Collection } from '../storage/storage.ts';
import type { PackageStore } from './code/package.ts';
import type { AsyncInvocations } from './events/async-invocations.ts';
import type { Consumers } from './events/consumers.ts';
import type { StreamConsumers } from './events/stream-consumers.ts';
import type { Invocations } from './execution/invocations.ts';
import type { FunctionStore } from './functions/store.ts';
import type { EventSourceMapping } from './model.ts';

/** What Lambda keeps and runs, and what its operations need besides. */
export interface LambdaState {
  readonly context: EmbeddedContext;
  readonly functions: FunctionStore;
  readonly packages: PackageStore;
  readonly invocations: Invocations;
  readonly asyncInvocations: AsyncInvocations;
  /** By UUID. */
  readonly mappings: Collection<EventSourceMapping>;
  /** Tags of event source mappings by UUID: apart from the mappings, which are described without them. */
  readonly mappingTags: Collection<Readonly<Record<string, string>>>;
  readonly consumers: Consumers;
  readonly streams: Pick<StreamConsumers, 'startAtLatest' | 'forget'>;
}
