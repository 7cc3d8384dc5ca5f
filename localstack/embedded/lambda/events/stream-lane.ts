import type { Timer } from '../../clock/clock.ts';
import type { EmbeddedContext } from '../../core/context.ts';
import type { InvocationResult, Invocations } from '../execution/invocations.ts';
import type { FunctionMetrics } from '../execution/metrics.ts';
import type { FunctionStore } from '../functions/store.ts';
import type { EventSourceMapping } from '../model.ts';
import { afterBatch, type Batch, type BatchOutcome } from './stream-batches.ts';
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

/**
 * Hands a function the records of a shard, or of one part of its keys: one batch after the other, so that each key's order
 * is kept. Nothing of it waits for the clock while the clock waits for it: what comes later is a timer, and a function is
 * waited for as invocations are.
 */
export class Lane {
  readonly #options: LaneOptions;
  /** What it is, for logs. */
  readonly #what: string;
  #position: Position;
  /** The sequence number up to which all is done with. */
  #done: string | undefined;
  /** What was read, and is in no batch yet. */
  #buffer: StreamRecord[] = [];
  /** Batches that were begun, the first first. */
  #work: readonly Batch<StreamRecord>[] = [];
  /** The id of the last invocation. */
  #requestId = '';
  #window: { readonly endsAt: number; readonly timer: Timer } | undefined;
  #repetition: Timer | undefined;
  /** Milliseconds that were waited before the last repetition. */
  #delay = 0;
  #draining: Promise<void> | undefined;
  #isWokenAgain = false;
  #isStopped = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#what = `${options.mapping.EventSourceArn} for ${options.mapping.FunctionArn}`;
    this.#position = options.start;
    this.#done = options.start.after;
  }

  /** Looks for records. */
  wake(): void {
    if (!this.#mayGoOn) return;
    if (this.#draining) {
      this.#isWokenAgain = true;
      return;
    }
    this.#draining = this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#repetition?.cancel();
    this.#window?.timer.cancel();
    await this.#draining;
  }

  get #mayGoOn(): boolean {
    return !this.#isStopped && !this.#repetition;
  }

  async #drain(): Promise<void> {
    const { context, report } = this.#options;
    try {
      do {
        this.#isWokenAgain = false;
        while ((await this.#turn()) && this.#mayGoOn);
      } while (this.#isWokenAgain && this.#mayGoOn);
    } catch (error) {
      report(`PROBLEM: ${(error as Error).message}`);
      context.log(`${this.#what}: ${(error as Error).message}`);
      this.#repeatLater();
    }
  }

  /** One batch, where there is one; whether there was. */
  async #turn(): Promise<boolean> {
    if (this.#work.length === 0) {
      await this.#fill();
      const batch = this.#nextBatch();
      if (!batch || this.#isStopped) return false;
      this.#work = [batch];
    }
    const [batch] = this.#work;
    if (batch) await this.#attempt(batch);
    return true;
  }

  /** Reads until there is enough for a batch, or nothing more. */
  async #fill(): Promise<void> {
    const { context, reader, mapping, accepts } = this.#options;
    while (this.#buffer.length < mapping.BatchSize && !this.#position.isAtEnd) {
      const { records, next } = await context.clock.track(reader.read(this.#position));
      this.#position = next;
      this.#delay = 0;
      this.#buffer.push(...records.filter(accepts));
      if (records.length === 0) break;
    }
  }

  /** What is in the buffer, once it fills a batch or the batching window has ended. */
  #nextBatch(): Batch<StreamRecord> | undefined {
    const { BatchSize } = this.#options.mapping;
    if (this.#buffer.length === 0) {
      this.#finish(this.#position.after);
      return undefined;
    }
    const isFull = this.#buffer.length >= BatchSize || this.#position.isAtEnd === true;
    if (!isFull && this.#isWindowOpen()) return undefined;
    this.#window?.timer.cancel();
    this.#window = undefined;
    const count = fittingInto(MOST_BYTES, this.#buffer.slice(0, BatchSize));
    return { records: this.#buffer.splice(0, count), failures: 0 };
  }

  /** A window opens with the first record of a batch. */
  #isWindowOpen(): boolean {
    const { clock } = this.#options.context;
    const length = this.#options.mapping.MaximumBatchingWindowInSeconds * 1000;
    if (length === 0) return false;
    this.#window ??= {
      endsAt: clock.now() + length,
      timer: clock.after(length, () => this.wake(), `The batching window of ${this.#what}`),
    };
    return clock.now() < this.#window.endsAt;
  }

  async #attempt(batch: Batch<StreamRecord>): Promise<void> {
    const { mapping, report } = this.#options;
    const tooOld = batch.records.filter((record) => this.#isTooOld(record)).length;
    if (tooOld > 0) {
      const rest = { ...batch, records: batch.records.slice(tooOld) };
      this.#work = [...(rest.records.length > 0 ? [rest] : []), ...this.#work.slice(1)];
      await this.#discard({ ...batch, records: batch.records.slice(0, tooOld) }, 'RecordAgeExceeded');
      return;
    }
    const result = await this.#invoke(batch);
    if (this.#isStopped && result.failed) return;
    const outcome = this.#outcomeOf(result, batch);
    const { BisectBatchOnFunctionError: bisect = false, MaximumRetryAttempts: retries = -1 } = mapping;
    const next = afterBatch(batch, outcome, { bisect, retries });
    this.#work = [...next.remaining, ...this.#work.slice(1)];
    report(outcome.kind === 'success' ? 'OK' : 'PROBLEM: Function call failed');
    this.#finish(next.settled.at(-1)?.dynamodb.SequenceNumber);
    if (next.discarded) await this.#discard(next.discarded, 'RetryAttemptsExhausted');
    if (next.wait) this.#repeatLater();
    else if (next.settled.length > 0) this.#delay = 0;
  }

  #outcomeOf({ failed, payload }: InvocationResult, { records }: Batch<StreamRecord>): BatchOutcome {
    if (failed) return { kind: 'failure' };
    const { FunctionResponseTypes = [] } = this.#options.mapping;
    return FunctionResponseTypes.includes('ReportBatchItemFailures')
      ? outcomeOf(payload, records)
      : { kind: 'success' };
  }

  #isTooOld({ dynamodb }: StreamRecord): boolean {
    const { MaximumRecordAgeInSeconds: most = -1 } = this.#options.mapping;
    const age = this.#options.context.clock.now() / 1000 - dynamodb.ApproximateCreationDateTime;
    return age > (most < 0 ? RETENTION : Math.min(most, RETENTION));
  }

  async #invoke({ records }: Batch<StreamRecord>): Promise<InvocationResult> {
    const { context, functions, invocations, mapping, metrics } = this.#options;
    const { record, configuration } = functions.resolve(mapping.FunctionArn);
    const last = records.at(-1)?.dynamodb.ApproximateCreationDateTime ?? 0;
    metrics.iteratorAge(configuration.FunctionName, Math.max(0, context.clock.now() - last * 1000));
    this.#requestId = context.random.uuid();
    return invocations.run({
      record,
      configuration,
      functionArn: mapping.FunctionArn,
      requestId: this.#requestId,
      payload: JSON.stringify({ Records: records.map((each) => eventRecord(each, mapping.EventSourceArn)) }),
    });
  }

  async #discard(batch: Batch<StreamRecord>, condition: Condition): Promise<void> {
    const { context, functions, mapping } = this.#options;
    const { configuration } = functions.resolve(mapping.FunctionArn);
    const { principal } = context.credentials.assumeRole(configuration.Role, configuration.FunctionName);
    const discarded = {
      batch,
      condition,
      shardId: this.#position.shardId,
      requestId: this.#requestId,
      version: configuration.Version,
    };
    await context.clock.track(sendDiscarded(context, mapping, discarded, principal));
    this.#finish(batch.records.at(-1)?.dynamodb.SequenceNumber);
  }

  #finish(sequence: string | undefined): void {
    if (sequence === undefined || sequence === this.#done) return;
    this.#done = sequence;
    this.#options.checkpoint(sequence);
  }

  #repeatLater(): void {
    if (this.#isStopped) return;
    this.#delay = Math.min(LONGEST_DELAY, Math.max(FIRST_DELAY, this.#delay * 2));
    const repeat = () => {
      this.#repetition = undefined;
      this.wake();
    };
    const { clock } = this.#options.context;
    this.#repetition = clock.after(this.#delay, repeat, `Repeating a batch of ${this.#what}`);
  }
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
