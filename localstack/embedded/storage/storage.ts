/**
 * A named set of records of one service. Values are replaced, never changed in place: what `get` returned
 * stays as it was, and only `set` is remembered by a durable storage.
 */
export interface Collection<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  set(key: string, value: T): void;
  delete(key: string): boolean;
  /** In order of insertion. */
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  readonly size: number;
}

/** Where the services keep their state, so that forgetting or keeping it is decided in one place. */
export interface Storage {
  /** The collection of that name, made at first use, e.g. `sqs/queues`. */
  collection<T>(name: string): Collection<T>;
}

/** A storage that forgets everything when the process ends. */
export function createMemoryStorage(): Storage {
  const collections = new Map<string, Map<string, unknown>>();
  return {
    collection<T>(name: string): Collection<T> {
      let map = collections.get(name);
      if (!map) {
        map = new Map();
        collections.set(name, map);
      }
      return map as Map<string, T>;
    },
  };
}
