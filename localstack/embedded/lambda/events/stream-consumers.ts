import { createHash } from 'node:crypto';
import type { EmbeddedContext } from '../../core/context.ts';
import type { Collection } from '../../storage/storage.ts';
import type { Invocations } from '../execution/invocations.ts';
import type { FunctionMetrics } from '../execution/metrics.ts';
import type { FunctionStore } from '../functions/store.ts';
import type { EventSourceMapping } from '../model.ts';
import type { Consumers } from './consumers.ts';
import { recordFilter } from './event-filter.ts';
import { eventRecord, type StreamRecord } from './stream-event.ts';
import { Lane } from './stream-lane.ts';
import { createStreamReader, type Shard, type StreamReader } from './stream-reader.ts';

/** Milliseconds before a stream that could not be described is asked again. */
const RETRY_AFTER = 60_000;

/** Up to where each lane of a shard has come: sequence numbers, null for the oldest record; kept by mapping and shard. */
export type Checkpoints = readonly (string | null)[];

/** What {@link createStreamConsumers} is made of. */
export interface StreamConsumersOptions {
  readonly context: EmbeddedContext;
  readonly functions: FunctionStore;
  readonly invocations: Invocations;
  readonly metrics: FunctionMetrics;
  /** By UUID. */
  readonly mappings: Collection<EventSourceMapping>;
}

/** Reads DynamoDB's streams for the functions that are mapped to them. */
export interface StreamConsumers extends Consumers {
  /** Has a new mapping begin after the latest record there is now. */
  startAtLatest(mapping: EventSourceMapping): Promise<void>;
  /** Forgets how far a mapping has come. */
  forget(uuid: string): void;
}

/** The readers of one mapping. */
interface Consumer {
  readonly lanes: Lane[];
  isStopped: boolean;
  unlisten: (() => void) | undefined;
}

/** See {@link StreamConsumers}. */
export function createStreamConsumers(options: StreamConsumersOptions): StreamConsumers {
  const { context, functions, mappings } = options;
  const { clock, storage, signals } = context;
  const consumers = new Map<string, Consumer>();
  const checkpoints = storage.collection<Checkpoints>('lambda/stream-checkpoints');
  const keyOf = ({ UUID }: EventSourceMapping, { shardId }: Shard) => `${UUID}/${shardId}`;

  const readerOf = ({ FunctionArn }: EventSourceMapping): StreamReader =>
    createStreamReader(context, () => functions.resolve(FunctionArn).configuration.Role);

  function report(uuid: string, LastProcessingResult: string): void {
    const mapping = mappings.get(uuid);
    if (!mapping || mapping.LastProcessingResult === LastProcessingResult) return;
    mappings.set(uuid, { ...mapping, LastProcessingResult });
  }

  async function begin(mapping: EventSourceMapping, consumer: Consumer): Promise<void> {
    if (consumer.isStopped) return;
    const reader = readerOf(mapping);
    try {
      for (const shard of await reader.shardsOf(mapping.EventSourceArn)) {
        consumer.lanes.push(...lanesOf(mapping, shard, reader));
      }
    } catch (error) {
      report(mapping.UUID, `PROBLEM: ${(error as Error).message}`);
      context.log(`${mapping.EventSourceArn} cannot be read: ${(error as Error).message}`);
      clock.after(RETRY_AFTER, () => {
        clock.background(() => begin(mapping, consumer), `Reading ${mapping.EventSourceArn}`);
      });
      return;
    }
    if (consumer.isStopped) return;
    const wake = () => {
      for (const lane of consumer.lanes) lane.wake();
    };
    consumer.unlisten = signals.listen(mapping.EventSourceArn, wake);
    wake();
  }

  function lanesOf(mapping: EventSourceMapping, shard: Shard, reader: StreamReader): Lane[] {
    const key = keyOf(mapping, shard);
    const count = mapping.ParallelizationFactor ?? 1;
    checkpoints.set(key, spreadOver(checkpoints.get(key) ?? [], count));
    const passes = recordFilter(mapping.FilterCriteria);
    return Array.from(
      { length: count },
      (_, index) =>
        new Lane({
          ...options,
          mapping,
          reader,
          start: {
            streamArn: mapping.EventSourceArn,
            shardId: shard.shardId,
            after: checkpoints.get(key)?.[index] ?? undefined,
          },
          accepts: (record) =>
            laneOf(record, shard, count) === index &&
            (!passes || passes(eventRecord(record, mapping.EventSourceArn))),
          checkpoint(sequence) {
            const before = checkpoints.get(key) ?? [];
            // A mapping that was deleted meanwhile has nothing to remember.
            if (mappings.has(mapping.UUID)) checkpoints.set(key, before.with(index, sequence));
          },
          report: (result) => report(mapping.UUID, result),
        }),
    );
  }

  async function stopOne(uuid: string): Promise<void> {
    const consumer = consumers.get(uuid);
    if (!consumer) return;
    consumers.delete(uuid);
    consumer.isStopped = true;
    consumer.unlisten?.();
    await Promise.allSettled(consumer.lanes.map((lane) => lane.stop()));
  }

  return {
    apply(mapping) {
      const before = stopOne(mapping.UUID);
      const consumer: Consumer = { lanes: [], isStopped: false, unlisten: undefined };
      if (mapping.State === 'Enabled') consumers.set(mapping.UUID, consumer);
      else consumer.isStopped = true;
      // The batch under way comes first, so that what follows it is not handed over before it.
      clock.background(
        () => before.then(() => begin(mapping, consumer)),
        `Reading ${mapping.EventSourceArn} for ${mapping.FunctionArn}`,
      );
    },
    async stop(uuid) {
      await Promise.all(uuid === undefined ? [...consumers.keys()].map(stopOne) : [stopOne(uuid)]);
    },
    async startAtLatest(mapping) {
      const reader = readerOf(mapping);
      for (const shard of await reader.shardsOf(mapping.EventSourceArn)) {
        const last = await lastOf(reader, mapping.EventSourceArn, shard);
        checkpoints.set(keyOf(mapping, shard), [last ?? null]);
      }
    },
    forget(uuid) {
      for (const [key] of [...checkpoints.entries()]) {
        if (key.startsWith(`${uuid}/`)) checkpoints.delete(key);
      }
    },
  };
}

/** The checkpoints of so many lanes: where their number has changed, each begins where the last of them was. */
function spreadOver(known: Checkpoints, count: number): Checkpoints {
  if (known.length === count) return known;
  const least = known.reduce<string | null | undefined>(
    (least, one) => (least === undefined || one === null || (least !== null && one < least) ? one : least),
    undefined,
  );
  return Array.from({ length: count }, () => least ?? null);
}

/** All records of a partition key are of one lane. */
function laneOf({ dynamodb }: StreamRecord, { partitionKey }: Shard, count: number): number {
  if (count === 1) return 0;
  const key = JSON.stringify(dynamodb.Keys[partitionKey] ?? null);
  return createHash('md5').update(key).digest().readUInt32BE() % count;
}

/** The sequence number of a shard's last record; undefined where it has none. */
async function lastOf(
  reader: StreamReader,
  streamArn: string,
  { shardId }: Shard,
): Promise<string | undefined> {
  let position = { streamArn, shardId, after: undefined } as Parameters<StreamReader['read']>[0];
  for (;;) {
    const { records, next } = await reader.read(position);
    position = next;
    if (records.length === 0 || next.isAtEnd) return position.after;
  }
}
