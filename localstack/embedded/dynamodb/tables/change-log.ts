import type { Clock } from '../../clock/clock.ts';
import type { Collection } from '../../storage/storage.ts';
import type { ChangeListener } from '../streams/streams.ts';

/** Characters of old items that one table's log keeps; beyond them the earliest time moves forward. */
export const MAX_LOGGED = 32 * 1024 * 1024;
/** What an entry takes besides the old item. */
const ENTRY = 100;

interface Change {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly key: string;
  /** What stood there; undefined where nothing did. */
  readonly before: string | undefined;
}

/**
 * The items of one table, and how to get back to what they were: each write is remembered with what it replaced, so
 * that a moment is restored by undoing what came after it. In memory, and bounded.
 */
export class ChangeLog {
  readonly #rows: Collection<string>;
  readonly #clock: Clock;
  readonly #most: number;
  #changes: Change[] = [];
  /** Changes before this index were let go of. */
  #first = 0;
  #size = 0;
  /** Milliseconds since the epoch; undefined while nothing is remembered. */
  #earliest: number | undefined;
  #stream: ChangeListener | undefined;
  #isExpiring = false;

  constructor(rows: Collection<string>, clock: Clock, most = MAX_LOGGED) {
    this.#rows = rows;
    this.#clock = clock;
    this.#most = most;
  }

  /** Begins or goes on to remember, or forgets everything. */
  remember(wanted: boolean): void {
    if (wanted) {
      this.#earliest ??= this.#clock.now();
      return;
    }
    this.#earliest = undefined;
    this.#changes = [];
    this.#first = 0;
    this.#size = 0;
  }

  /** Hands on what each write changes from now on; undefined: no longer. */
  stream(listener: ChangeListener | undefined): void {
    this.#stream = listener;
  }

  /** Has what `run` deletes count as deleted by DynamoDB itself, because it had expired. */
  expiring(run: () => void): void {
    this.#isExpiring = true;
    try {
      run();
    } finally {
      this.#isExpiring = false;
    }
  }

  /** The first moment that can be restored, in milliseconds since the epoch. */
  get earliest(): number | undefined {
    return this.#earliest;
  }

  /** The items' texts, by key, as they were at the end of that millisecond. */
  at(moment: number): Map<string, string> {
    const items = new Map(this.#rows.entries());
    for (let index = this.#changes.length - 1; index >= this.#first; index--) {
      const change = this.#changes[index];
      if (!change || change.at <= moment) break;
      if (change.before === undefined) items.delete(change.key);
      else items.set(change.key, change.before);
    }
    return items;
  }

  /** The table's items; writing to them is remembered. */
  get rows(): Collection<string> {
    const rows = this.#rows;
    return {
      get: (key) => rows.get(key),
      has: (key) => rows.has(key),
      values: () => rows.values(),
      entries: () => rows.entries(),
      get size() {
        return rows.size;
      },
      set: (key, value) => {
        const before = this.#before(key);
        rows.set(key, value);
        this.#note(key, before, value);
      },
      setAll: (entries) => {
        if (!this.#isWatched) {
          rows.setAll(entries);
          return;
        }
        const before = entries.map(([key]) => this.#before(key));
        rows.setAll(entries);
        for (const [index, [key, value]] of entries.entries()) this.#note(key, before[index], value);
      },
      delete: (key) => {
        const before = this.#before(key);
        const existed = rows.delete(key);
        this.#note(key, before, undefined);
        return existed;
      },
    };
  }

  get #isWatched(): boolean {
    return this.#earliest !== undefined || this.#stream !== undefined;
  }

  /** What stands there, where somebody wants to know. */
  #before(key: string): string | undefined {
    return this.#isWatched ? this.#rows.get(key) : undefined;
  }

  /** Remembers a write once it is kept: one for which the disk has no room has not happened. */
  #note(key: string, before: string | undefined, after: string | undefined): void {
    this.#stream?.(before, after, this.#isExpiring);
    if (this.#earliest === undefined) return;
    this.#changes.push({ at: this.#clock.now(), key, before });
    this.#size += ENTRY + (before?.length ?? 0);
    while (this.#size > this.#most) this.#forgetFirst();
  }

  #forgetFirst(): void {
    const change = this.#changes[this.#first++];
    if (!change) return;
    this.#earliest = change.at;
    this.#size -= ENTRY + (change.before?.length ?? 0);
    // Cut off at once what a long run has let go of: shifting each would move all the others.
    if (this.#first < 1_000 || this.#first * 2 < this.#changes.length) return;
    this.#changes = this.#changes.slice(this.#first);
    this.#first = 0;
  }
}
