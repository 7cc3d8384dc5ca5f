import { serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beginsFrame,
  encodeFrame,
  FRAME_HEAD_BYTES,
  headOf,
  type JournalRecord,
  numberAfter,
  recordOf,
  recordsOf,
} from './frames.ts';

const name = fc.string();
const record: fc.Arbitrary<JournalRecord> = fc.oneof(
  fc.tuple(name, name),
  fc.tuple(name, name, fc.oneof(fc.jsonValue(), fc.uint8Array())),
);
const numbers = fc.integer({ min: 0, max: 0xffffffff });

describe('a frame', () => {
  test('holds its number, and the changes that it was made of', () => {
    fc.assert(
      fc.property(fc.array(record), numbers, (records, number) => {
        const bytes = encodeFrame(records, number);
        const head = headOf(bytes.subarray(0, FRAME_HEAD_BYTES));
        const content = bytes.subarray(FRAME_HEAD_BYTES);
        expect(head).toMatchObject({ number, length: content.length });
        expect(recordsOf(content)).toEqual(records);
      }),
    );
  });

  test('has no head when any byte of that is another one', () => {
    const bytes = encodeFrame([['c', 'a', 1]], 7);
    for (let at = 0; at < FRAME_HEAD_BYTES; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(headOf(changed)).toBeUndefined();
    }
  });

  test('is numbered after the one before, from the beginning again after the last number', () => {
    expect([0, 1, 0xfffffffe, 0xffffffff].map(numberAfter)).toEqual([1, 2, 0xffffffff, 0]);
  });

  test('is known by its beginning, as far as that goes', () => {
    const bytes = encodeFrame([], 0x01020304);
    for (let length = 0; length < FRAME_HEAD_BYTES; length++) {
      const begin = bytes.subarray(0, length);
      expect(beginsFrame(begin, 0x01020304)).toBe(true);
      // What tells numbers apart comes behind the marker, the lowest byte first.
      expect(beginsFrame(begin, 0x01020305)).toBe(length <= 4);
      if (length > 0) expect(beginsFrame(Buffer.concat([Buffer.from([0]), begin]), 0x01020304)).toBe(false);
    }
  });

  test('keeps no more of the file in memory than its values take', () => {
    const content = serialize([['c', 'a', new Uint8Array([1, 2, 3])]]);
    const file = Buffer.concat([Buffer.alloc(100_000), content]);
    const [read] = recordsOf(file.subarray(100_000)) ?? [];
    const bytes = read?.[2];
    expect(bytes).toEqual(new Uint8Array([1, 2, 3]));
    expect(bytes instanceof Uint8Array && bytes.buffer.byteLength).toBeLessThan(1_000);
  });
});

describe('content', () => {
  test.each([
    ['no value', Buffer.from('text')],
    ['nothing', Buffer.alloc(0)],
    ['one record without a list', serialize(['c', 'a', 1])],
    ['a record without a key', serialize([['c']])],
    ['a record of four', serialize([['c', 'a', 1, 2]])],
    ['a record whose collection is a number', serialize([[1, 'a', 1]])],
    ['a record whose key is a number', serialize([['c', 1, 1]])],
    ['records that are objects', serialize([{ length: 2, 0: 'c', 1: 'a' }])],
    ['one good record and one bad', serialize([['c', 'a', 1], ['c']])],
    ['an object', serialize({ every: 1 })],
  ])('with %s is none', (_, content) => {
    expect(recordsOf(content)).toBeUndefined();
  });

  test('of the first format is one record', () => {
    expect(recordOf(serialize(['c', 'a', 1]))).toEqual(['c', 'a', 1]);
    expect(recordOf(serialize(['c', 'a']))).toEqual(['c', 'a']);
    for (const other of [serialize([['c', 'a', 1]]), serialize('text'), Buffer.from('text')]) {
      expect(recordOf(other)).toBeUndefined();
    }
  });
});
