import { readSync } from 'node:fs';
import { serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { Damage } from './errors.ts';
import {
  beginsFrame,
  FILE_HEAD,
  FRAME_HEAD_BYTES,
  headOf,
  type JournalRecord,
  MARKER,
  numberAfter,
  recordOf,
  recordsOf,
} from './frames.ts';

/** What was found in a journal. */
export interface Replayed {
  /** How many bytes hold whole frames, the file's head included; what is behind them was torn off. */
  readonly end: number;
  /** Of the frame that comes next. */
  readonly number: number;
  /** How many changes were read. */
  readonly records: number;
  /** What could not be read, from one byte to another; what is missing has no bytes. */
  readonly skipped: readonly { readonly from: number; readonly to: number }[];
  /** Whether it has the format that was written before there were numbers and a head. */
  readonly isFirstFormat: boolean;
}

/**
 * Reads a journal, with a call of `onRecord` for each change in it, in order.
 *
 * Only what the file ends within counts as torn off: a head with the right checksum says how long its frame is, the
 * file ends before that, and no whole frame is in between. Everything else that is not as it was written is damage, also in
 * the last frame. After `onDamage` returns, reading goes on at the next whole frame; what it throws ends it.
 *
 * @returns undefined where nothing in the file was ever a journal's: it is somebody else's, and neither torn nor damaged
 */
export function replay(
  file: number,
  size: number,
  onRecord: (record: JournalRecord) => void,
  onDamage: (damage: Damage) => void,
): Replayed | undefined {
  const read = windowOn(file, size);
  const begin = read(0, Math.min(size, FILE_HEAD.length));
  const known = { read, size, onRecord, onDamage };
  if (begin.equals(FILE_HEAD)) return replayFrames(known, FILE_HEAD.length);
  if (begin.equals(FILE_HEAD.subarray(0, begin.length))) {
    return { end: 0, number: 0, records: 0, skipped: [], isFirstFormat: false };
  }
  if (plainRecordAt(known, 0)) return replayFirstFormat(known, 0);
  return replayWithoutBegin(known, begin);
}

/** Reads on at the first record that is whole, whichever format it has. */
function replayWithoutBegin(reading: Reading, begin: Buffer): Replayed | undefined {
  const isHeadDamaged = resemblesHead(begin);
  const frame = findFrame(reading, 1, 0);
  const plain = frame < reading.size ? undefined : findPlainRecord(reading);
  if (frame === reading.size && plain === undefined && !isHeadDamaged && !hasHead(reading)) return undefined;
  reading.onDamage({ position: 0, reason: 'it does not begin as a journal does' });
  const to = plain ?? frame;
  const skipped = [{ from: 0, to }];
  return plain === undefined ? replayFrames(reading, to, skipped) : replayFirstFormat(reading, to, skipped);
}

/** Whether bytes are a file's head but for some that are others now. */
function resemblesHead(begin: Buffer): boolean {
  const same = FILE_HEAD.filter((byte, index) => byte === begin[index]);
  return same.length > FILE_HEAD.length / 2;
}

/** Whether the head of a file or of a frame is anywhere, though no frame is whole. */
function hasHead(reading: Reading): boolean {
  const { read, size } = reading;
  for (const _ of placesOf(FILE_HEAD, reading, 0)) return true;
  for (const position of placesOf(MARKER, reading, 0)) {
    if (position + FRAME_HEAD_BYTES <= size && headOf(read(position, FRAME_HEAD_BYTES))) return true;
  }
  return false;
}

/** Bytes of the file; the result is good until the next call. */
type Read = (position: number, length: number) => Buffer;

interface Reading {
  readonly read: Read;
  readonly size: number;
  readonly onRecord: (record: JournalRecord) => void;
  readonly onDamage: (damage: Damage) => void;
}

function replayFrames(reading: Reading, start: number, before: Replayed['skipped'] = []): Replayed {
  const { size, onRecord, onDamage } = reading;
  const skipped = [...before];
  let position = start;
  let number = 0;
  let records = 0;
  while (position < size) {
    const frame = frameOrDamageAt(reading, position, number);
    if (frame.kind === 'damaged') {
      onDamage({ position, reason: frame.reason });
      const to = frame.end ?? findFrame(reading, position + 1, number);
      skipped.push({ from: position, to });
      position = to;
      continue;
    }
    if (frame.number !== number && skipped.at(-1)?.to !== position) {
      onDamage({ position, reason: 'what was written before it is missing' });
      skipped.push({ from: position, to: position });
    }
    if (frame.kind === 'torn') break;
    for (const record of frame.records) onRecord(record);
    records += frame.records.length;
    number = numberAfter(frame.number);
    position = frame.end;
  }
  return { end: position, number, records, skipped, isFirstFormat: false };
}

type Frame =
  | {
      readonly kind: 'whole';
      readonly number: number;
      readonly records: readonly JournalRecord[];
      readonly end: number;
    }
  | { readonly kind: 'torn'; readonly number: number }
  /** `end` where it is known. */
  | { readonly kind: 'damaged'; readonly reason: string; readonly end?: number };

/** The frame at a position; one that the file ends within is damaged where another one follows. */
function frameOrDamageAt(reading: Reading, position: number, number: number): Frame {
  const frame = frameAt(reading, position, number);
  if (frame.kind !== 'torn') return frame;
  const next = findFrame(reading, position + 1, frame.number);
  return next < reading.size
    ? { kind: 'damaged', reason: 'a part of the record there is missing', end: next }
    : frame;
}

/** The frame at a position, of that number or a later one. */
function frameAt({ read, size }: Reading, position: number, number: number): Frame {
  const rest = size - position;
  if (rest < FRAME_HEAD_BYTES) {
    if (beginsFrame(read(position, rest), number)) return { kind: 'torn', number };
    return { kind: 'damaged', reason: 'what stands there is not a record', end: size };
  }
  const head = headOf(read(position, FRAME_HEAD_BYTES));
  if (!head) return { kind: 'damaged', reason: 'no record begins there as it was written' };
  const end = position + FRAME_HEAD_BYTES + head.length;
  if (end > size) return { kind: 'torn', number: head.number };
  const damaged = (reason: string): Frame => ({ kind: 'damaged', reason, end });
  if (head.number < number) return damaged('the record there is an earlier one');
  const content = read(position + FRAME_HEAD_BYTES, head.length);
  if (crc32(content) !== head.checksum) return damaged('the record there is not as it was written');
  const records = recordsOf(content);
  if (!records) return damaged('this version of Node cannot read the record there');
  return { kind: 'whole', number: head.number, records, end };
}

/** How much is searched at once. */
const SEARCH_BYTES = 1024 * 1024;

/** Where the next whole frame of that number or a later one begins, or the end of the file. */
function findFrame(reading: Reading, from: number, number: number): number {
  for (const position of placesOf(MARKER, reading, from)) {
    if (position + FRAME_HEAD_BYTES > reading.size) break;
    if (frameAt(reading, position, number).kind === 'whole') return position;
  }
  return reading.size;
}

/** Where bytes stand from a position on, in order. */
function* placesOf(bytes: Buffer, { read, size }: Reading, from: number): Iterable<number> {
  let position = from;
  while (position + bytes.length <= size) {
    const searched = read(position, Math.min(SEARCH_BYTES, size - position));
    const found = searched.indexOf(bytes);
    if (found === -1) {
      position += searched.length - bytes.length + 1;
    } else {
      yield position + found;
      position += found + 1;
    }
  }
}

/** Length and checksum stood before each record in the first format. */
const PLAIN_HEAD_BYTES = 8;

/** What a record's content begins with: the format of values, and that it is an array. */
const PLAIN_CONTENT = serialize([]).subarray(0, 3);

/** Where the first record of the first format is that is whole. */
function findPlainRecord(reading: Reading): number | undefined {
  for (const content of placesOf(PLAIN_CONTENT, reading, PLAIN_HEAD_BYTES)) {
    const position = content - PLAIN_HEAD_BYTES;
    if (plainRecordAt(reading, position)) return position;
  }
  return undefined;
}

/** In it a torn end looks like a length that was damaged: it is read whole, or not at all. */
function replayFirstFormat(reading: Reading, start: number, before: Replayed['skipped'] = []): Replayed {
  const { size, onRecord, onDamage } = reading;
  let position = start;
  let records = 0;
  while (position < size) {
    const plain = plainRecordAt(reading, position);
    if (!plain) {
      onDamage({ position, reason: 'the record there is not whole, or not as it was written' });
      const skipped = [...before, { from: position, to: size }];
      return { end: size, number: 0, records, skipped, isFirstFormat: true };
    }
    onRecord(plain.record);
    records++;
    position = plain.end;
  }
  return { end: size, number: 0, records, skipped: before, isFirstFormat: true };
}

function plainRecordAt(
  { read, size }: Reading,
  position: number,
): { readonly record: JournalRecord; readonly end: number } | undefined {
  if (position + PLAIN_HEAD_BYTES > size) return undefined;
  const head = read(position, PLAIN_HEAD_BYTES);
  const [length, checksum] = [head.readUInt32LE(0), head.readUInt32LE(4)];
  const end = position + PLAIN_HEAD_BYTES + length;
  if (end > size) return undefined;
  const content = read(position + PLAIN_HEAD_BYTES, length);
  const record = crc32(content) === checksum ? recordOf(content) : undefined;
  return record && { record, end };
}

/** How much is read at once: a whole journal may be larger than a buffer can be. */
const READ_BYTES = 16 * 1024 * 1024;

/** Reads a file from its beginning to its end, with little going back. */
function windowOn(file: number, size: number): Read {
  let start = 0;
  let window: Buffer = Buffer.alloc(0);
  return (position, length) => {
    if (position < start || position + length > start + window.length) {
      // A record that is longer than what is read at once is read alone.
      window = readWhole(file, position, Math.min(size - position, Math.max(READ_BYTES, length)));
      start = position;
    }
    return window.subarray(position - start, position - start + length);
  };
}

function readWhole(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const read = readSync(file, bytes, filled, length - filled, position + filled);
    if (read === 0) throw new Error('the file became shorter while it was read');
    filled += read;
  }
  return bytes;
}
