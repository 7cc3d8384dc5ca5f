import type { Clock } from '../../clock/clock.ts';
import type { Collection } from '../../storage/storage.ts';
import { streamErrors } from './errors.ts';
import type { Change, StreamState } from './model.ts';
import { positionOf, sequenceNumber } from './sequence.ts';

/** How long a change can be read, in milliseconds (DynamoDB, «Data retention limit for DynamoDB Streams»). */
export const RETENTION = 24 * 3_600_000;

/**
 * The changes of one table, in the order in which they were made. They stand in one shard, as those of a table with one
 * partition do: its order is that of every key. Positions have no gaps, so that a position finds its change at once.
 */
export class Stream {
  readonly #changes: Collection<Change>;
  readonly #clock: Clock;
  readonly #keep: (state: StreamState) => void;
  #state: StreamState;
  #first: number;
  #last: number;

  /**
   * @param changes by sequence number, as far as they are kept
   * @param keep remembers a changed state
   */
  constructor(
    state: StreamState,
    changes: Collection<Change>,
    clock: Clock,
    keep: (state: StreamState) => void,
  ) {
    this.#state = state;
    this.#changes = changes;
    this.#clock = clock;
    this.#keep = keep;
    this.#first = state.trimmedTo + 1;
    this.#last = state.trimmedTo;
    for (const [sequence] of changes.entries()) this.#last = positionOf(sequence) ?? this.#last;
  }

  get state(): StreamState {
    return this.#state;
  }

  /** The position of the oldest change that can be read, or of the next one where there is none. */
  get first(): number {
    this.#trim();
    return this.#first;
  }

  /** The position that the next change will have. */
  get next(): number {
    return this.#last + 1;
  }

  /** Whether all of it is past reading: it has ended, and what was in it is trimmed. */
  get isOver(): boolean {
    const { endedAt } = this.#state;
    return endedAt !== undefined && endedAt + RETENTION <= this.#clock.now();
  }

  /** Adds a change. */
  append(change: Change): void {
    this.#trim();
    this.#changes.set(sequenceNumber(this.#last + 1), change);
    this.#last++;
  }

  /** Changes from `position` on, oldest first. Throws TrimmedDataAccessException. */
  *from(position: number): Generator<readonly [position: number, change: Change]> {
    if (position < this.first) throw streamErrors.trimmed();
    for (let at = position; at <= this.#last; at++) {
      const change = this.#changes.get(sequenceNumber(at));
      if (change) yield [at, change];
    }
  }

  /** Closes its shard. */
  end(): void {
    if (this.#state.endedAt !== undefined) return;
    this.#save({ ...this.#state, endedAt: this.#clock.now() });
  }

  /** Forgets all changes. */
  clear(): void {
    for (; this.#first <= this.#last; this.#first++) this.#changes.delete(sequenceNumber(this.#first));
  }

  #trim(): void {
    const oldest = this.#clock.now() - RETENTION;
    const before = this.#first;
    for (; this.#first <= this.#last; this.#first++) {
      const sequence = sequenceNumber(this.#first);
      const change = this.#changes.get(sequence);
      if (change && change.at > oldest) break;
      this.#changes.delete(sequence);
    }
    if (this.#first > before) this.#save({ ...this.#state, trimmedTo: this.#first - 1 });
  }

  #save(state: StreamState): void {
    this.#state = state;
    this.#keep(state);
  }
}
