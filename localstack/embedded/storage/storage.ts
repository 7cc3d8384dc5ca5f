/**
 * A named set of records of one service. Values are replaced, never changed in place: what `get` returned
 * stays as it was, and only `set` is remembered by a durable storage.
 */
export interface Collection<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  set(key: string, value: T): void;
  /** As many calls of `set`, cheaper for a durable storage, and all or nothing of them. */
  setAll(entries: readonly (readonly [key: string, value: T])[]): void;
  delete(key: string): boolean;
  /** In order of insertion. */
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  readonly size: number;
}

/** Where the services keep their state, so that forgetting or keeping it is decided in one place. */
export interface Storage {
  /** Whether what is in it outlives the process, where others may read it. */
  readonly durable: boolean;
  /** The collection of that name, made at first use, e.g. `sqs/queues`. */
  collection<T>(name: string): Collection<T>;
}

/** A storage that forgets everything when the process ends. */
export function createMemoryStorage(): Storage {
  const collections = new Map<string, MemoryCollection<unknown>>();
  return {
    durable: false,
    collection<T>(name: string): Collection<T> {
      let collection = collections.get(name);
      if (!collection) {
        collection = new MemoryCollection();
        collections.set(name, collection);
      }
      return collection as MemoryCollection<T>;
    },
  };
}

class MemoryCollection<T> extends Map<string, T> implements Collection<T> {
  setAll(entries: readonly (readonly [string, T])[]): void {
    for (const [key, value] of entries) this.set(key, value);
  }
}
