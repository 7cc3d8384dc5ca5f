import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, type JournalRecord, openJournal } from './journal.ts';
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
 * is missing. Values must be what structured clone takes: no functions. Throws
 * {@link DataDirectoryInUseError}.
 */
export function openFileStorage(directory: string, compactAbove = COMPACT_ABOVE_BYTES): FileStorage {
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
  const journal = openJournal(join(directory, 'state.journal'), (record) => {
    if (record.length === 3) mapOf(record[0]).set(record[1], record[2]);
    else mapOf(record[0]).delete(record[1]);
  });

  let closed = false;
  /** Work that still ends after the storage was closed changes the memory alone: its process is about to go. */
  function write(record: JournalRecord): void {
    if (closed) return;
    journal.append(record);
    if (journal.appended > compactAbove) journal.rewrite(recordsOf(collections));
  }

  return {
    collection: <T>(name: string) => journaled<T>(name, mapOf(name) as Map<string, T>, write),
    close() {
      closed = true;
      if (journal.appended > 0) journal.rewrite(recordsOf(collections));
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
  map: Map<string, T>,
  write: (record: JournalRecord) => void,
): Collection<T> {
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    // Journal after the memory: a rewrite that the record sets off is to hold it.
    set(key, value) {
      map.set(key, value);
      write([name, key, value]);
    },
    delete(key) {
      const existed = map.delete(key);
      if (existed) write([name, key]);
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
