import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';

/** One change: a value under a key of a collection, or the end of it where `value` is missing. */
export type JournalRecord = readonly [collection: string, key: string, value?: unknown];

/** Length and checksum of what follows. */
const HEADER_BYTES = 8;

/**
 * A file of changes. Each is handed to the operating system before `append` returns, so that it outlives a
 * kill of the process (though not a loss of power, as no change is waited for on the disk itself). A record
 * that was torn off at the end is dropped when the file is read.
 */
export interface Journal {
  /** Bytes written since the journal was opened or rewritten. */
  readonly appended: number;
  append(record: JournalRecord): void;
  /** Replaces the file by one that holds these records alone; the old one stays whole until the new one is. */
  rewrite(records: Iterable<JournalRecord>): void;
  close(): void;
}

/** Opens the journal at `path`, telling `onRecord` of each record in it, in order. */
export function openJournal(path: string, onRecord: (record: JournalRecord) => void): Journal {
  if (existsSync(path)) {
    const kept = replay(readFileSync(path), onRecord);
    // What was torn off is cut away, or the next record would be written behind it and never be read.
    truncateSync(path, kept);
  }
  let file = openSync(path, 'a');
  let appended = 0;
  return {
    get appended() {
      return appended;
    },
    append(record) {
      const bytes = encode(record);
      writeSync(file, bytes);
      appended += bytes.length;
    },
    rewrite(records) {
      const rewritten = `${path}.new`;
      rmSync(rewritten, { force: true });
      const target = openSync(rewritten, 'a');
      for (const record of records) writeSync(target, encode(record));
      fsyncSync(target);
      closeSync(target);
      closeSync(file);
      renameSync(rewritten, path);
      file = openSync(path, 'a');
      appended = 0;
    },
    close: () => closeSync(file),
  };
}

function encode(record: JournalRecord): Buffer {
  const content = serialize(record);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + content.length);
  bytes.writeUInt32LE(content.length, 0);
  bytes.writeUInt32LE(crc32(content), 4);
  content.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** Returns how many bytes hold whole records. */
function replay(bytes: Buffer, onRecord: (record: JournalRecord) => void): number {
  let position = 0;
  while (position + HEADER_BYTES <= bytes.length) {
    const end = position + HEADER_BYTES + bytes.readUInt32LE(position);
    const content = bytes.subarray(position + HEADER_BYTES, end);
    if (end > bytes.length || crc32(content) !== bytes.readUInt32LE(position + 4)) break;
    // A copy, because bytes in a value are views of what they are read from: they would keep the whole file.
    onRecord(deserialize(Uint8Array.from(content)) as JournalRecord);
    position = end;
  }
  return position;
}
