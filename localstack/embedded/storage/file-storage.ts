import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, type JournalRecord, openJournal, type Write } from './journal.ts';
import type { Collection, Storage } from './storage.ts';

/** Another process keeps its state in this directory. */
export class DataDirectoryInUseError extends Error {
  readonly code = 'DataDirectoryInUse';
}

/** A storage that outlives its process; close it to let another one have the directory. */
export interface FileStorage extends Storage {
  close(): void;
}

/** A journal shorter than this is not worth rewriting. */
const COMPACT_ABOVE_BYTES = 64 * 1024 * 1024;

/**
 * Keeps collections in memory and every change of them in a journal below `directory`, which is made where it
 * is missing. Values must be what structured clone takes: no functions. A change that cannot be kept, because the
 * disk is full, throws what the file system threw, and has not happened. Throws {@link DataDirectoryInUseError}.
 *
 * @param write writes to the files; the file system's own unless told
 */
export function openFileStorage(
  directory: string,
  compactAbove = COMPACT_ABOVE_BYTES,
  write?: Write,
): FileStorage {
  mkdirSync(directory, { recursive: true });
  const lock = join(directory, 'process.lock');
  takeLock(lock, directory);
  const collections = new Map<string, Map<string, unknown>>();
  const mapOf = (name: string): Map<string, unknown> => {
    let map = collections.get(name);
    if (!map) {
      map = new Map();
      collections.set(name, map);
    }
    return map;
  };
  function apply(record: JournalRecord): void {
    if (record.length === 3) mapOf(record[0]).set(record[1], record[2]);
    else mapOf(record[0]).delete(record[1]);
  }
  const journal = openJournal(join(directory, 'state.journal'), apply, write);

  let closed = false;
  let nextCompaction = compactAbove;
  /** The journal first: what it does not take has not happened. */
  function change(record: JournalRecord): void {
    // Work that still ends after the storage was closed changes the memory alone: its process is about to go.
    if (!closed) journal.append(record);
    apply(record);
    // Not before as much was added as there was: else what grows would be written again and again.
    const worthIt = Math.max(nextCompaction, journal.kept);
    if (!closed && journal.appended > worthIt) compact();
  }

  /** Where there is no room for a second journal, the longer one does as well, and is left alone for a while. */
  function compact(): void {
    try {
      journal.rewrite(recordsOf(collections));
      nextCompaction = compactAbove;
    } catch {
      nextCompaction = 2 * journal.appended;
    }
  }

  return {
    collection: <T>(name: string) => journaled<T>(name, mapOf(name) as Map<string, T>, change),
    close() {
      closed = true;
      if (journal.appended > 0) compact();
      closeJournal(journal, lock);
    },
  };
}

function closeJournal(journal: Journal, lock: string): void {
  journal.close();
  rmSync(lock, { force: true });
}

function* recordsOf(collections: ReadonlyMap<string, ReadonlyMap<string, unknown>>): Iterable<JournalRecord> {
  for (const [name, map] of collections) for (const [key, value] of map) yield [name, key, value];
}

function journaled<T>(
  name: string,
  map: ReadonlyMap<string, T>,
  change: (record: JournalRecord) => void,
): Collection<T> {
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    set: (key, value) => change([name, key, value]),
    delete(key) {
      const existed = map.has(key);
      if (existed) change([name, key]);
      return existed;
    },
    values: () => map.values(),
    entries: () => map.entries(),
    get size() {
      return map.size;
    },
  };
}

/** The lock of a process that was killed is taken over. */
function takeLock(lock: string, directory: string): void {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number(readFileSync(lock, 'utf8'));
    if (isRunning(holder)) {
      throw new DataDirectoryInUseError(`The data directory ${directory} is in use by process ${holder}.`);
    }
    writeFileSync(lock, String(process.pid));
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
