import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';

/** One change: a value under a key of a collection, or the end of it where `value` is missing. */
export type JournalRecord = readonly [collection: string, key: string, value?: unknown];

/** Writes to an open file as `fs.writeSync` does: answers how many bytes it took, which may be fewer than given. */
export type Write = (file: number, bytes: Uint8Array) => number;

/** Length and checksum of what follows. */
const HEADER_BYTES = 8;

/**
 * A file of changes. Each is handed to the operating system before `append` returns, so that it outlives a
 * kill of the process (though not a loss of power, as no change is waited for on the disk itself). A record
 * that was torn off at the end is dropped when the file is read. What cannot be written whole, because the disk is
 * full, is thrown and not there: the file ends with the last whole record again.
 */
export interface Journal {
  /** Bytes of the file. */
  readonly length: number;
  /** Appends all of them or, where there is no room, none. */
  append(records: readonly JournalRecord[]): void;
  /** Replaces the file by one that holds these records alone; the old one stays until the new one is whole. */
  rewrite(records: Iterable<JournalRecord>): void;
  close(): void;
}

/** Opens the journal at `path`, telling `onRecord` of each record in it, in order. */
export function openJournal(
  path: string,
  onRecord: (record: JournalRecord) => void,
  write: Write = writeSync,
): Journal {
  if (existsSync(path)) {
    const kept = replay(path, onRecord);
    // What was torn off is cut away, or the next record would be written behind it and never be read.
    truncateSync(path, kept);
  }
  let file = openSync(path, 'a');
  let length = fstatSync(file).size;
  return {
    get length() {
      return length;
    },
    append(records) {
      const [first] = records;
      const bytes = first && records.length === 1 ? encode(first) : Buffer.concat(records.map(encode));
      try {
        writeWhole(write, file, bytes);
      } catch (error) {
        // Behind half a record nothing would be found again. To make a file shorter, no space is needed.
        ftruncateSync(file, length);
        throw error;
      }
      length += bytes.length;
    },
    rewrite(records) {
      const rewritten = `${path}.new`;
      rmSync(rewritten, { force: true });
      const target = openSync(rewritten, 'a');
      try {
        for (const record of records) writeWhole(write, target, encode(record));
        fsyncSync(target);
        renameSync(rewritten, path);
      } catch (error) {
        closeSync(target);
        rmSync(rewritten, { force: true });
        throw error;
      }
      closeSync(file);
      file = target;
      length = fstatSync(file).size;
    },
    close: () => closeSync(file),
  };
}

/** A full disk takes a part of the bytes first, and refuses the next. */
function writeWhole(write: Write, file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += write(file, bytes.subarray(written));
}

function encode(record: JournalRecord): Buffer {
  const content = serialize(record);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + content.length);
  bytes.writeUInt32LE(content.length, 0);
  bytes.writeUInt32LE(crc32(content), 4);
  content.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** How much is read at once: a whole journal may be larger than a buffer can be. */
const READ_BYTES = 16 * 1024 * 1024;

/** Returns how many bytes hold whole records. */
function replay(path: string, onRecord: (record: JournalRecord) => void): number {
  const file = openSync(path, 'r');
  try {
    let whole = 0;
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      // A record that is longer than what is read at once is gathered until it is there.
      const chunk = Buffer.allocUnsafe(READ_BYTES);
      const read = readSync(file, chunk, 0, READ_BYTES, null);
      if (read === 0) return whole;
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      const { position, isTorn } = replayChunk(bytes, onRecord);
      whole += position;
      if (isTorn) return whole;
      rest = bytes.subarray(position);
    }
  } finally {
    closeSync(file);
  }
}

/** Tells of the whole records at the beginning of `bytes`; `isTorn` when what follows is none and never will be. */
function replayChunk(
  bytes: Buffer,
  onRecord: (record: JournalRecord) => void,
): { readonly position: number; readonly isTorn: boolean } {
  let position = 0;
  while (position + HEADER_BYTES <= bytes.length) {
    const end = position + HEADER_BYTES + bytes.readUInt32LE(position);
    if (end > bytes.length) break;
    const content = bytes.subarray(position + HEADER_BYTES, end);
    if (crc32(content) !== bytes.readUInt32LE(position + 4)) return { position, isTorn: true };
    // A copy, because bytes in a value are views of what they are read from: they would keep the whole file.
    onRecord(deserialize(new Uint8Array(content)) as JournalRecord);
    position = end;
  }
  return { position, isTorn: false };
}
