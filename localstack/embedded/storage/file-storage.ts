import { mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Lock, LockHeldError, takeLock } from '../../../locks/lock.ts';
import { DataDirectoryInUseError, DataDirectoryUnusableError, whyOf } from './errors.ts';
import type { JournalRecord } from './frames.ts';
import { type Disk, type Journal, openJournal } from './journal.ts';
import type { Collection, Storage } from './storage.ts';

/** A storage that outlives its process; close it to let another one have the directory. */
export interface FileStorage extends Storage {
  close(): void;
}

/** Less than this that a journal holds in vain is not worth rewriting it. */
const COMPACT_ABOVE_BYTES = 64 * 1024 * 1024;
/** A journal of which more than this share is outdated is rewritten when it is closed. */
const WORTH_AT_CLOSE = 0.1;
/** What a record takes besides its key and value. */
const RECORD_BYTES = 52;

/** How a directory is opened; everything has a default. */
export interface FileStorageOptions {
  /** Bytes below which what a journal holds in vain is not worth rewriting it. */
  readonly compactAbove?: number | undefined;
  /** Default: the file system's own. */
  readonly disk?: Disk | undefined;
  /** Called with what an operator should know, in a sentence; default: nobody learns of it. */
  readonly log?: ((message: string) => void) | undefined;
  /** Whether to go on with what can be read of damaged data, and to keep a copy of it; default: it is refused. */
  readonly salvage?: boolean | undefined;
}

/**
 * Keeps collections in memory and every change of them in a journal below `directory`, which is made where it
 * is missing. Values must be what structured clone takes: no functions. A change that cannot be kept, because the
 * disk is full, throws ChangeNotKeptError, and has not happened.
 *
 * @throws DataDirectoryInUseError, DataDirectoryUnusableError, JournalDamagedError, ForeignFileError
 */
export function openFileStorage(directory: string, options: FileStorageOptions = {}): FileStorage {
  const lock = lockOf(directory);
  try {
    return openLocked(directory, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openLocked(directory: string, lock: Lock, options: FileStorageOptions): FileStorage {
  const { compactAbove = COMPACT_ABOVE_BYTES, log = () => {} } = options;
  const collections = new Map<string, Map<string, unknown>>();
  const mapOf = (name: string): Map<string, unknown> => {
    let map = collections.get(name);
    if (!map) {
      map = new Map();
      collections.set(name, map);
    }
    return map;
  };
  /** About how many bytes of the journal say nothing any more, because what they say was replaced or deleted. */
  let outdated = 0;
  function apply(record: JournalRecord): void {
    const [name, key] = record;
    const map = mapOf(name);
    const before = map.get(key);
    if (before !== undefined) outdated += RECORD_BYTES + key.length + bytesOf(before);
    if (record.length === 3) map.set(key, record[2]);
    else map.delete(key);
  }
  const journal: Journal = openJournal(join(directory, 'state.journal'), {
    onRecord: apply,
    records: () => recordsOf(collections),
    log,
    salvage: options.salvage ?? false,
    disk: options.disk,
  });

  let closed = false;
  let nextCompaction = compactAbove;
  /** The journal first: what it does not take has not happened. */
  function change(records: readonly JournalRecord[]): void {
    // Work that still ends after the storage was closed changes the memory alone: its process is about to go.
    if (!closed) journal.append(records);
    for (const record of records) apply(record);
    // Not before more is outdated than is not: else what grows would be written again and again.
    if (!closed && outdated > Math.max(nextCompaction, journal.length - outdated)) compact();
  }

  /** Where there is no room for a second journal, the longer one does as well, and is left alone for a while. */
  function compact(): void {
    try {
      journal.rewrite(recordsOf(collections));
      outdated = 0;
      nextCompaction = compactAbove;
    } catch (error) {
      nextCompaction = 2 * outdated;
      log(`The journal in ${directory} could not be made shorter, and goes on growing: ${whyOf(error)}.`);
    }
  }

  return {
    durable: true,
    collection: <T>(name: string) => journaled<T>(name, mapOf(name) as Map<string, T>, change),
    close() {
      closed = true;
      if (outdated > journal.length * WORTH_AT_CLOSE) compact();
      journal.close();
      lock.release();
    },
  };
}

/** About what a value takes in the journal, in bytes: enough to notice when much of it is outdated. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  const members = value instanceof Map || value instanceof Set ? [...value.values()] : Object.values(value);
  return members.reduce<number>((sum, member) => sum + 8 + bytesOf(member), 8);
}

function* recordsOf(collections: ReadonlyMap<string, ReadonlyMap<string, unknown>>): Iterable<JournalRecord> {
  for (const [name, map] of collections) for (const [key, value] of map) yield [name, key, value];
}

function journaled<T>(
  name: string,
  map: ReadonlyMap<string, T>,
  change: (records: readonly JournalRecord[]) => void,
): Collection<T> {
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    set: (key, value) => change([[name, key, value]]),
    setAll: (entries) => change(entries.map(([key, value]) => [name, key, value] as const)),
    delete(key) {
      const existed = map.has(key);
      if (existed) change([[name, key]]);
      return existed;
    },
    values: () => map.values(),
    entries: () => map.entries(),
    get size() {
      return map.size;
    },
  };
}

function lockOf(directory: string): Lock {
  try {
    makeFolder(resolve(directory));
    return takeLock(join(directory, '.in-use.lock'));
  } catch (error) {
    if (error instanceof DataDirectoryUnusableError) throw error;
    if (!(error instanceof LockHeldError)) throw new DataDirectoryUnusableError(directory, error);
    throw new DataDirectoryInUseError(`${directory} is in use: ${error.holder} keeps its data there.`);
  }
}

/**
 * Makes a folder with those above it. `mkdir` with `recursive` never ends where a file system refuses a folder by
 * ENOENT though the one above is there, as /proc does.
 */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it by now.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new DataDirectoryUnusableError(path, error);
    }
  }
}
