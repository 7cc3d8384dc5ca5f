import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/** What one process has alone, until it lets go of it or ends in whatever way. */
export interface Lock extends Disposable {
  /** Lets go; a second time does nothing. */
  release(): void;
}

/** The lock is held by somebody else, or a second time by this process. */
export class LockHeldError extends Error {
  readonly code = 'LockHeld';
  /** In words: `process 4711`, `process 1 on HOST` or, where it has not said who it is, `another process`. */
  readonly holder: string;

  constructor(file: string, holder: string) {
    super(`${file} is held by ${holder}.`);
    this.holder = holder;
  }
}

/** SQLite's code for a database that somebody else has locked (https://www.sqlite.org/rescode.html#busy). */
const SQLITE_BUSY = 5;

/** How often whoever waits looks again. */
const RETRY_MILLISECONDS = 50;

/**
 * Takes the lock of a file at once. It is the operating system's own, taken by SQLite on an empty database: of any
 * number of processes that ask at the same time one gets it, and it is gone with its process, however that ends. No
 * process id is compared and no age is guessed, so nothing has to be taken over. The file stays when the lock is let
 * go of: whoever removed it would take it from under somebody who has opened it. Nobody else may open it in this
 * process: closing a file ends the locks that its process has on it (POSIX `fcntl`).
 *
 * @param file made where it is missing; its folder has to be there. Who holds it is said in `FILE.holder`
 * @throws LockHeldError, and the error of the file system where no lock can be made there, e.g. EACCES
 */
export function takeLock(file: string): Lock {
  const database = exclusiveDatabase(file);
  const note = `${file}.holder`;
  unlessImpossible(() => writeFileSync(note, JSON.stringify({ processId: process.pid, host: hostname() })));
  const release = () => {
    if (!database.isOpen) return;
    unlessImpossible(() => rmSync(note, { force: true }));
    database.close();
  };
  return { release, [Symbol.dispose]: release };
}

/**
 * Takes the lock of a file as soon as nobody else has it.
 * @throws the error of the file system where no lock can be made there
 */
export async function waitForLock(file: string): Promise<Lock> {
  for (;;) {
    try {
      return takeLock(file);
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
      await pause(RETRY_MILLISECONDS);
    }
  }
}

function exclusiveDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) {
      throw new LockHeldError(file, holderOf(file));
    }
    // SQLite says that it cannot open it, the file system says why.
    closeSync(openSync(file, 'a'));
    throw error;
  }
}

/** Who holds a lock is for people only, and never decides. */
function holderOf(file: string): string {
  try {
    const { processId, host } = JSON.parse(readFileSync(`${file}.holder`, 'utf8')) as Record<string, unknown>;
    return host === hostname() ? `process ${processId}` : `process ${processId} on ${host}`;
  } catch {
    return 'another process';
  }
}

/** A full disk is no reason to do without the lock. */
function unlessImpossible(action: () => void): void {
  try {
    action();
  } catch {
    // Then the file says nothing, or something old.
  }
}
