import type { Timer } from '../../clock/clock.ts';
import type { EmbeddedContext } from '../../core/context.ts';
import type { InvocationResult, Invocations } from '../execution/invocations.ts';
import type { FunctionMetrics } from '../execution/metrics.ts';
import type { FunctionStore } from '../functions/store.ts';
import type { EventSourceMapping } from '../model.ts';
import { afterBatch, type Batch } from './stream-batches.ts';
import { type Condition, sendDiscarded } from './stream-destination.ts';
import { eventRecord, outcomeOf, type StreamRecord } from './stream-event.ts';
import type { Position, StreamReader } from './stream-reader.ts';

/** The largest event, in bytes. */
const MOST_BYTES = 6 * 1024 * 1024;
/** How long a stream keeps a record, in seconds: older ones are not tried again. */
const RETENTION = 86_400;
/** Milliseconds before the first repetition of what failed, and the longest time before one. */
const [FIRST_DELAY, LONGEST_DELAY] = [1_000, 60_000];

/** What a {@link Lane} works with. */
export interface LaneOptions {
  readonly context: EmbeddedContext;
  readonly functions: FunctionStore;
  readonly invocations: Invocations;
  readonly metrics: FunctionMetrics;
  readonly mapping: EventSourceMapping;
  readonly reader: StreamReader;
  /** Where it begins. */
  readonly start: Position;
  /** Whether a record is its own, and passes the mapping's filters. */
  accepts(record: StreamRecord): boolean;
  /** Remembers that everything up to that sequence number is done with. */
  checkpoint(sequence: string): void;
  /** Says how the last batch went. */
  report(result: string): void;
}

/** Hands a function the records of a shard, or of one part of its keys: one batch after the other, so that each key's order is kept. */
export interface Lane {
  /** Looks for records. */
  wake(): void;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}

/**
 * See {@link Lane}. Nothing of it waits for the clock while the clock waits for it: what comes later is a timer, and a
 * function is waited for as invocations are.
 */
export function createLane(options: LaneOptions): Lane {
  const { context, functions, mapping, reader } = options;
  const { clock } = context;
  const what = `${mapping.EventSourceArn} for ${mapping.FunctionArn}`;
  let position = options.start;
  let done = position.after;
  let buffer: StreamRecord[] = [];
  let work: readonly Batch<StreamRecord>[] = [];
  let requestId = '';
  let windowEndsAt: number | undefined;
  let windowEnd: Timer | undefined;
  let repetition: Timer | undefined;
  let delay = 0;
  let draining: Promise<void> | undefined;
  let isWokenAgain = false;
  let isStopped = false;

  function wake(): void {
    if (isStopped || repetition) return;
    if (draining) isWokenAgain = true;
    else {
      draining = drain().finally(() => {
        draining = undefined;
      });
    }
  }

  async function drain(): Promise<void> {
    try {
      do {
        isWokenAgain = false;
        while ((await turn()) && !isStopped && !repetition);
      } while (isWokenAgain && !isStopped && !repetition);
    } catch (error) {
      options.report(`PROBLEM: ${(error as Error).message}`);
      context.log(`${what}: ${(error as Error).message}`);
      repeatLater();
    }
  }

  /** One batch, where there is one; whether there was. */
  async function turn(): Promise<boolean> {
    if (work.length === 0) {
      const batch = await gather();
      if (!batch || isStopped) return false;
      work = [batch];
    }
    const [batch] = work;
    if (batch) await attempt(batch);
    return true;
  }

  async function gather(): Promise<Batch<StreamRecord> | undefined> {
    const { BatchSize, MaximumBatchingWindowInSeconds } = mapping;
    while (buffer.length < BatchSize && !position.isAtEnd) {
      const { records, next } = await clock.track(reader.read(position));
      position = next;
      delay = 0;
      buffer.push(...records.filter(options.accepts));
      if (records.length === 0) break;
    }
    if (buffer.length === 0) {
      finish(position.after);
      return undefined;
    }
    windowEndsAt ??= clock.now() + MaximumBatchingWindowInSeconds * 1000;
    if (buffer.length < BatchSize && clock.now() < windowEndsAt && !position.isAtEnd) {
      windowEnd ??= clock.after(windowEndsAt - clock.now(), closeWindow, `The batching window of ${what}`);
      return undefined;
    }
    windowEnd?.cancel();
    windowEnd = undefined;
    windowEndsAt = undefined;
    const records = buffer.slice(0, fittingInto(MOST_BYTES, buffer.slice(0, BatchSize)));
    buffer = buffer.slice(records.length);
    return { records, failures: 0 };
  }

  function closeWindow(): void {
    windowEnd = undefined;
    wake();
  }

  async function attempt(batch: Batch<StreamRecord>): Promise<void> {
    const tooOld = batch.records.filter(isTooOld).length;
    if (tooOld > 0) {
      const records = batch.records.slice(0, tooOld);
      const rest = { ...batch, records: batch.records.slice(tooOld) };
      work = [...(rest.records.length > 0 ? [rest] : []), ...work.slice(1)];
      await discard({ ...batch, records }, 'RecordAgeExceeded');
      return;
    }
    const result = await invoke(batch);
    if (isStopped && result.failed) return;
    const outcome = result.failed
      ? ({ kind: 'failure' } as const)
      : mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures')
        ? outcomeOf(result.payload, batch.records)
        : ({ kind: 'success' } as const);
    const { BisectBatchOnFunctionError: bisect = false, MaximumRetryAttempts: retries = -1 } = mapping;
    const next = afterBatch(batch, outcome, { bisect, retries });
    work = [...next.remaining, ...work.slice(1)];
    options.report(outcome.kind === 'success' ? 'OK' : 'PROBLEM: Function call failed');
    finish(next.settled.at(-1)?.dynamodb.SequenceNumber);
    if (next.discarded) await discard(next.discarded, 'RetryAttemptsExhausted');
    if (next.wait) repeatLater();
    else if (next.settled.length > 0) delay = 0;
  }

  function isTooOld({ dynamodb }: StreamRecord): boolean {
    const { MaximumRecordAgeInSeconds: most = -1 } = mapping;
    const age = clock.now() / 1000 - dynamodb.ApproximateCreationDateTime;
    return age > (most < 0 ? RETENTION : Math.min(most, RETENTION));
  }

  async function invoke({ records }: Batch<StreamRecord>): Promise<InvocationResult> {
    const { record, configuration } = functions.resolve(mapping.FunctionArn);
    const last = records.at(-1)?.dynamodb.ApproximateCreationDateTime ?? 0;
    options.metrics.iteratorAge(configuration.FunctionName, Math.max(0, clock.now() - last * 1000));
    requestId = context.random.uuid();
    return options.invocations.run({
      record,
      configuration,
      functionArn: mapping.FunctionArn,
      requestId,
      payload: JSON.stringify({ Records: records.map((each) => eventRecord(each, mapping.EventSourceArn)) }),
    });
  }

  async function discard(batch: Batch<StreamRecord>, condition: Condition): Promise<void> {
    const { configuration } = functions.resolve(mapping.FunctionArn);
    const { principal } = context.credentials.assumeRole(configuration.Role, configuration.FunctionName);
    const { shardId } = position;
    const discarded = { batch, condition, shardId, requestId, version: configuration.Version };
    await clock.track(sendDiscarded(context, mapping, discarded, principal));
    finish(batch.records.at(-1)?.dynamodb.SequenceNumber);
  }

  function finish(sequence: string | undefined): void {
    if (sequence === undefined || sequence === done) return;
    done = sequence;
    options.checkpoint(sequence);
  }

  function repeatLater(): void {
    if (isStopped) return;
    delay = Math.min(LONGEST_DELAY, Math.max(FIRST_DELAY, delay * 2));
    repetition = clock.after(
      delay,
      () => {
        repetition = undefined;
        wake();
      },
      `Repeating a batch of ${what}`,
    );
  }

  return {
    wake,
    async stop() {
      isStopped = true;
      repetition?.cancel();
      windowEnd?.cancel();
      await draining;
    },
  };
}

/** How many of the records an event of so many bytes can hold; at least one. */
function fittingInto(most: number, records: readonly StreamRecord[]): number {
  let bytes = 0;
  const over = records.findIndex((record) => {
    bytes += Buffer.byteLength(JSON.stringify(record));
    return bytes > most;
  });
  return over < 0 ? records.length : Math.max(1, over);
}
