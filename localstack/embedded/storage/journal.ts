import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import {
  ChangeNotKeptError,
  type Damage,
  DataDirectoryUnusableError,
  ForeignFileError,
  JournalDamagedError,
  whyOf,
} from './errors.ts';
import { encodeFrame, FILE_HEAD, type JournalRecord, numberAfter } from './frames.ts';
import { type Replayed, replay } from './replay.ts';

/** What is done to open files, as `node:fs` does it. */
export interface Disk {
  /** Answers how many bytes it took, which may be fewer than all. */
  write(file: number, bytes: Uint8Array): number;
  truncate(file: number, length: number): void;
}

const realDisk: Disk = { write: writeSync, truncate: ftruncateSync };

/**
 * A file of changes. Each is handed to the operating system before `append` returns, so that it outlives a
 * kill of the process (though not a loss of power, as no change is waited for on the disk itself).
 */
export interface Journal {
  /** Bytes of the file. */
  readonly length: number;
  /**
   * Appends all of them or none, also when the process is killed meanwhile.
   * @throws ChangeNotKeptError where they cannot be written; then the file ends with what was there before
   */
  append(records: readonly JournalRecord[]): void;
  /** Replaces the file by one that holds these records alone; the old one stays until the new one is whole. */
  rewrite(records: Iterable<JournalRecord>): void;
  close(): void;
}

/** How a journal is opened. */
export interface JournalOptions {
  /** Called with each change that is kept, in order. */
  readonly onRecord: (record: JournalRecord) => void;
  /** What the journal is to hold after all of those. */
  readonly records: () => Iterable<JournalRecord>;
  /** Called with what an operator should know, in a sentence. */
  readonly log: (message: string) => void;
  /** Whether what is damaged is copied, and what can be read of it is gone on with. */
  readonly salvage: boolean;
  /** Default: the file system's own. */
  readonly disk?: Disk | undefined;
}

/**
 * Opens the journal at `path`, or begins one. A record that was torn off at the end is dropped and logged; a file with any
 * other damage, or of somebody else's, stays as it is and is refused.
 *
 * @throws JournalDamagedError, ForeignFileError, DataDirectoryUnusableError
 */
export function openJournal(path: string, options: JournalOptions): Journal {
  try {
    const found = existsSync(path) ? readJournal(path, options) : nothing;
    // Written anew, and not changed in place: the file stays what it is until the new one is whole.
    const isRewritten = found.isFirstFormat || found.skipped.length > 0;
    const { file, number } = isRewritten
      ? writeAnew(path, options.records(), options.disk)
      : continued(path, found, options.log);
    return appendTo(path, { file, number, length: fstatSync(file).size }, options);
  } catch (error) {
    if (error instanceof JournalDamagedError || error instanceof ForeignFileError) throw error;
    throw new DataDirectoryUnusableError(path, error);
  }
}

/** A journal that is open, and ends with a whole frame. */
interface Open {
  readonly file: number;
  /** Of the next frame. */
  readonly number: number;
  readonly length: number;
}

const nothing: Replayed = { end: 0, number: 0, records: 0, skipped: [], isFirstFormat: false };

function readJournal(path: string, options: JournalOptions): Replayed {
  const file = openSync(path, 'r');
  const damages: Damage[] = [];
  try {
    const { size } = fstatSync(file);
    const onDamage = (damage: Damage) => {
      if (!options.salvage) throw new JournalDamagedError(path, size, damage);
      damages.push(damage);
    };
    const found = replay(file, size, options.onRecord, onDamage);
    if (!found) throw new ForeignFileError(path);
    const [damage] = damages;
    if (damage) options.log(salvaged(path, found, damage));
    return found;
  } finally {
    closeSync(file);
  }
}

/** Keeps a copy of what is damaged, and says what was lost. */
function salvaged(path: string, { records, skipped }: Replayed, { position, reason }: Damage): string {
  const copy = copyOf(path);
  const lost = skipped.reduce((sum, { from, to }) => sum + to - from, 0);
  const places = skipped.length === 1 ? 'one place' : `${skipped.length} places`;
  return (
    `${path} was damaged in ${places}, first at byte ${position}: ${reason}. ${records} changes were read, ` +
    `${lost} bytes were not: what they changed is as it was before. The damaged file is kept as ${copy}.`
  );
}

function copyOf(path: string): string {
  for (let number = 1; ; number++) {
    const copy = `${path}.damaged-${number}`;
    try {
      copyFileSync(path, copy, constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      rmSync(copy, { force: true });
      throw error;
    }
  }
}

/** Opens a journal without what was torn off at its end. */
function continued(
  path: string,
  { end, number }: Replayed,
  log: JournalOptions['log'],
): { readonly file: number; readonly number: number } {
  const file = openSync(path, 'a');
  try {
    const torn = fstatSync(file).size - end;
    if (torn > 0) {
      ftruncateSync(file, end);
      log(
        `The last ${torn} bytes of ${path} were dropped: they begin a change that was never written to its end.`,
      );
    }
    return { file, number };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function appendTo(path: string, opened: Open, { log, disk = realDisk }: JournalOptions): Journal {
  let { file, number, length } = opened;
  /** Whether something that was not acknowledged may stand behind `length`. */
  let isFrayed = false;
  /** Bytes of the largest change that was refused; a smaller one may fit where the disk is full. */
  let refused = 0;

  /** Behind half a record nothing would be found again. To make a file shorter, no space is needed. */
  function cutOff(): void {
    disk.truncate(file, length);
    isFrayed = false;
  }

  function appendBytes(bytes: Uint8Array): void {
    if (isFrayed) cutOff();
    try {
      writeWhole(disk, file, bytes);
    } catch (error) {
      isFrayed = true;
      // Where that fails as well, nothing is written before it succeeds.
      attempt(cutOff);
      throw error;
    }
    length += bytes.length;
  }

  function append(bytes: Uint8Array): void {
    try {
      appendBytes(bytes);
    } catch (error) {
      if (refused === 0) {
        log(
          `${path} cannot be written: ${whyOf(error)}. Changes are refused until it can be; what was kept before is still there.`,
        );
      }
      refused = Math.max(refused, bytes.length);
      throw new ChangeNotKeptError(path, error);
    }
    if (refused === 0 || bytes.length < refused) return;
    log(`${path} can be written again.`);
    refused = 0;
  }

  return {
    get length() {
      return length;
    },
    append(records) {
      // With the first change, so that a folder that nothing could be written to keeps an empty file.
      if (length === 0) append(FILE_HEAD);
      append(encodeFrame(records, number));
      number = numberAfter(number);
    },
    rewrite(records) {
      const next = writeAnew(path, records, disk);
      closeSync(file);
      ({ file, number } = next);
      length = fstatSync(file).size;
      isFrayed = false;
    },
    close() {
      if (isFrayed) attempt(cutOff);
      closeSync(file);
    },
  };
}

/** Writes a journal to a file of its own, which then takes the place of `path`. */
function writeAnew(
  path: string,
  records: Iterable<JournalRecord>,
  disk: Disk = realDisk,
): { readonly file: number; readonly number: number } {
  const draft = `${path}.rewrite`;
  if (isForeign(draft)) throw new ForeignFileError(draft);
  rmSync(draft, { force: true });
  const file = openSync(draft, 'a');
  let number = 0;
  try {
    writeWhole(disk, file, FILE_HEAD);
    for (const record of records) {
      writeWhole(disk, file, encodeFrame([record], number));
      number = numberAfter(number);
    }
    // Stryker disable next-line all: only a loss of power would show it.
    fsyncSync(file);
    renameSync(draft, path);
  } catch (error) {
    closeSync(file);
    rmSync(draft, { force: true });
    throw error;
  }
  return { file, number };
}

/** Whether a file is there that does not begin as a journal does. */
function isForeign(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const begin = Buffer.alloc(FILE_HEAD.length);
    const length = readSync(file, begin);
    return !begin.subarray(0, length).equals(FILE_HEAD.subarray(0, length));
  } finally {
    closeSync(file);
  }
}

/** A full disk takes a part of the bytes first, and refuses the next. */
function writeWhole(disk: Disk, file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += disk.write(file, bytes.subarray(written));
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Whoever calls knows by what it did not do.
  }
}
