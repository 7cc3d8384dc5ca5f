import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';

/** One change: a value under a key of a collection, or the end of it where `value` is missing. */
export type JournalRecord = readonly [collection: string, key: string, value?: unknown];

/** What a journal begins with, so that no other file is taken for one. */
export const FILE_HEAD = Buffer.from('embedded-aws journal 2\n');

/** Begins each frame: no text has these bytes, so that frames are found again behind what is damaged. */
export const MARKER = Buffer.from([0xf7, 0x0a, 0xfa, 0xf7]);

/** Marker, number, length and checksum of the content, and the checksum of these four. */
export const FRAME_HEAD_BYTES = 20;

/** What comes before a frame's content. */
export interface FrameHead {
  /** Counted from the beginning of the file, so that a frame that is missing shows. */
  readonly number: number;
  /** Bytes of the content. */
  readonly length: number;
  readonly checksum: number;
}

/** Changes that happen together or not at all, as they are in the file. */
export function encodeFrame(records: readonly JournalRecord[], number: number): Buffer {
  const content = serialize(records);
  const bytes = Buffer.allocUnsafe(FRAME_HEAD_BYTES + content.length);
  MARKER.copy(bytes);
  bytes.writeUInt32LE(number, 4);
  bytes.writeUInt32LE(content.length, 8);
  bytes.writeUInt32LE(crc32(content), 12);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16);
  content.copy(bytes, FRAME_HEAD_BYTES);
  return bytes;
}

/** The first bytes of a frame's head; undefined where they are none. */
export function headOf(bytes: Buffer): FrameHead | undefined {
  if (!bytes.subarray(0, MARKER.length).equals(MARKER)) return undefined;
  if (crc32(bytes.subarray(0, 16)) !== bytes.readUInt32LE(16)) return undefined;
  return {
    number: bytes.readUInt32LE(4),
    length: bytes.readUInt32LE(8),
    checksum: bytes.readUInt32LE(12),
  };
}

/** The number of the frame behind one. */
export function numberAfter(number: number): number {
  return (number + 1) >>> 0;
}

/** Whether bytes, too few for a head, are how the frame of that number begins. */
export function beginsFrame(bytes: Buffer, number: number): boolean {
  const begin = Buffer.from([...MARKER, 0, 0, 0, 0]);
  begin.writeUInt32LE(number, MARKER.length);
  const length = Math.min(bytes.length, begin.length);
  return bytes.subarray(0, length).equals(begin.subarray(0, length));
}

/** The changes in a frame's content; undefined where it holds none that this Node can read. */
export function recordsOf(content: Buffer): readonly JournalRecord[] | undefined {
  const records = decoded(content);
  return Array.isArray(records) && records.every(isRecord) ? records : undefined;
}

/** A change as the first format has it, alone in its content. */
export function recordOf(content: Buffer): JournalRecord | undefined {
  const record = decoded(content);
  return isRecord(record) ? record : undefined;
}

function decoded(content: Buffer): unknown {
  try {
    // A copy, because bytes in a value are views of what they are read from: they would keep the whole file.
    return deserialize(new Uint8Array(content));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is JournalRecord {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  return typeof value[0] === 'string' && typeof value[1] === 'string';
}
