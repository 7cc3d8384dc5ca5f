import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Damage } from './errors.ts';
import { encodeFrame, FILE_HEAD, FRAME_HEAD_BYTES, type JournalRecord, MARKER } from './frames.ts';
import { type Replayed, replay } from './replay.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'replay-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** What is read of these bytes, where damage is gone on behind. */
function read(...parts: readonly Uint8Array[]) {
  const bytes = Buffer.concat(parts);
  const path = join(root, 'journal');
  writeFileSync(path, bytes);
  const file = openSync(path, 'r');
  const records: JournalRecord[] = [];
  const damages: Damage[] = [];
  let found: Replayed | undefined;
  try {
    found = replay(
      file,
      bytes.length,
      (record) => records.push(record),
      (damage) => damages.push(damage),
    );
  } finally {
    closeSync(file);
  }
  return { found, keys: records.map(([, key]) => key), damages };
}

const frame = (number: number, key = `${number}`, value: unknown = 'v') =>
  encodeFrame([['c', key, value]], number);

/** A frame that is whole, around content that is no record. */
function frameAround(content: Buffer, number: number): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  MARKER.copy(head);
  head.writeUInt32LE(number, 4);
  head.writeUInt32LE(content.length, 8);
  head.writeUInt32LE(crc32(content), 12);
  head.writeUInt32LE(crc32(head.subarray(0, 16)), 16);
  return Buffer.concat([head, content]);
}

/** A record as the first format has it. */
function plain(key: string): Buffer {
  const content = serialize(['c', key, 'v']);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(content.length, 0);
  head.writeUInt32LE(crc32(content), 4);
  return Buffer.concat([head, content]);
}

const changed = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
};

const head = FILE_HEAD.length;
const length = frame(0).length;

describe('a journal that is whole', () => {
  test('is read to its end, however its changes were put together', () => {
    const several = encodeFrame(
      [
        ['c', 'a'],
        ['c', 'b', 1],
      ],
      1,
    );
    const { found, keys, damages } = read(FILE_HEAD, frame(0), several, frame(2));
    expect(keys).toEqual(['0', 'a', 'b', '2']);
    expect(damages).toEqual([]);
    expect(found).toEqual({
      end: head + 2 * length + several.length,
      number: 3,
      records: 4,
      skipped: [],
      isFirstFormat: false,
    });
  });

  test('may hold nothing yet, or not even all of its own head', () => {
    const nothing = { end: 0, number: 0, records: 0, skipped: [], isFirstFormat: false };
    expect(read().found).toEqual(nothing);
    expect(read(FILE_HEAD.subarray(0, 5)).found).toEqual(nothing);
    expect(read(FILE_HEAD).found).toEqual({ ...nothing, end: head });
  });
});

describe('damage is said with its reason and its place, and what is behind it is read', () => {
  test.each<[string, readonly Uint8Array[], string]>([
    ['changed content', [changed(frame(1), length - 1)], 'the record there is not as it was written'],
    ['a changed head', [changed(frame(1), 5)], 'no record begins there as it was written'],
    ['no frame at all', [Buffer.from('something else')], 'no record begins there as it was written'],
    ['an earlier frame', [frame(0, 'again')], 'the record there is an earlier one'],
    [
      'half of a frame',
      [frame(1, '1', 'x'.repeat(500)).subarray(0, 300)],
      'a part of the record there is missing',
    ],
    [
      'content that is none',
      [frameAround(serialize('no record'), 1)],
      'this version of Node cannot read the record there',
    ],
  ])('%s', (_, between, reason) => {
    const { found, keys, damages } = read(FILE_HEAD, frame(0), ...between, frame(2));
    const from = head + length;
    expect(damages[0]).toEqual({ position: from, reason });
    expect(keys).toEqual(['0', '2']);
    const to = from + Buffer.concat([...between]).length;
    expect(found).toMatchObject({ end: to + length, number: 3, records: 2, skipped: [{ from, to }] });
  });

  test('a frame that is missing, which has no bytes', () => {
    const { found, keys, damages } = read(FILE_HEAD, frame(0), frame(2));
    const position = head + length;
    expect(damages).toEqual([{ position, reason: 'what was written before it is missing' }]);
    expect(keys).toEqual(['0', '2']);
    expect(found?.skipped).toEqual([{ from: position, to: position }]);
  });

  test('two frames that are damaged', () => {
    const { found, keys } = read(FILE_HEAD, changed(frame(0), 5), frame(1), changed(frame(2), 30), frame(3));
    expect(keys).toEqual(['1', '3']);
    expect(found?.skipped).toEqual([
      { from: head, to: head + length },
      { from: head + 2 * length, to: head + 3 * length },
    ]);
  });

  test('something behind the last frame that is no beginning of the next', () => {
    for (const more of ['x', 'x'.repeat(FRAME_HEAD_BYTES - 1)]) {
      const { found, damages } = read(FILE_HEAD, frame(0), Buffer.from(more));
      const position = head + length;
      expect(damages).toEqual([{ position, reason: 'what stands there is not a record' }]);
      expect(found).toMatchObject({
        end: position + more.length,
        skipped: [{ from: position, to: position + more.length }],
      });
    }
  });

  test('the beginning of another frame than the next, at the end', () => {
    const begin = frame(7).subarray(0, 10);
    expect(read(FILE_HEAD, frame(0), begin).damages).toMatchObject([
      { reason: 'what stands there is not a record' },
    ]);
    const whole = frame(7).subarray(0, -1);
    expect(read(FILE_HEAD, frame(0), whole).damages).toMatchObject([
      { reason: 'what was written before it is missing' },
    ]);
  });
});

describe('what was torn off at the end is no damage', () => {
  test.each(Array.from({ length: length - 1 }, (_, index) => index + 1))(
    'after %i bytes of a frame',
    (bytes) => {
      const { found, keys, damages } = read(FILE_HEAD, frame(0), frame(1).subarray(0, bytes));
      expect({ keys, damages }).toEqual({ keys: ['0'], damages: [] });
      expect(found).toMatchObject({ end: head + length, number: 1, records: 1, skipped: [] });
    },
  );
});

describe('the next whole frame is found', () => {
  const broken = changed(frame(0), 5);

  test('behind markers in a value, and behind those of frames that are not whole', () => {
    const marked = Buffer.concat([MARKER, frame(5).subarray(0, 30), MARKER, MARKER.subarray(0, 2)]);
    const { keys } = read(FILE_HEAD, broken, marked, frame(9), MARKER);
    expect(keys).toEqual(['9']);
  });

  test('but not an earlier one', () => {
    const { keys } = read(FILE_HEAD, frame(4), changed(frame(5), 5), frame(3), frame(6));
    expect(keys).toEqual(['4', '6']);
  });

  test.each([-5, -4, -3, -2, -1, 0, 1])(
    'across the border of what is searched at once, %i bytes off',
    (off) => {
      // The search begins one byte behind the broken frame's beginning.
      const gap = Buffer.alloc(1024 * 1024 + 1 - broken.length + off);
      const { keys, found } = read(FILE_HEAD, broken, gap, frame(1), frame(2));
      expect(keys).toEqual(['1', '2']);
      expect(found?.skipped).toEqual([{ from: head, to: head + broken.length + gap.length }]);
    },
  );

  test('nowhere where there is none: all of it is skipped', () => {
    const { keys, found } = read(FILE_HEAD, broken, Buffer.alloc(100), MARKER);
    expect(keys).toEqual([]);
    const to = head + broken.length + 104;
    expect(found).toMatchObject({ end: to, skipped: [{ from: head, to }] });
  });
});

describe('a file that does not begin as a journal', () => {
  const foreign = Buffer.from('a diary, of somebody who has nothing to do with it');

  test('is one where a whole frame stands in it', () => {
    const { found, keys, damages } = read(foreign, frame(3), frame(4));
    expect(damages).toEqual([{ position: 0, reason: 'it does not begin as a journal does' }]);
    expect(keys).toEqual(['3', '4']);
    expect(found).toMatchObject({
      skipped: [{ from: 0, to: foreign.length }],
      isFirstFormat: false,
      number: 5,
    });
  });

  test('is one where most of its own head is there, or a head of a frame anywhere', () => {
    expect(read(changed(FILE_HEAD, 3)).found).toMatchObject({ skipped: [{ from: 0, to: head }] });
    expect(read(foreign, FILE_HEAD).found).toBeDefined();
    expect(read(foreign, frame(0).subarray(0, FRAME_HEAD_BYTES)).found).toBeDefined();
    expect(read(foreign, frame(0).subarray(0, FRAME_HEAD_BYTES), foreign).found).toBeDefined();
  });

  test('is none where nothing but a marker, or half a head, is there', () => {
    expect(read(foreign).found).toBeUndefined();
    expect(read(foreign, MARKER).found).toBeUndefined();
    expect(read(foreign, MARKER, foreign).found).toBeUndefined();
    expect(read(foreign, frame(0).subarray(0, FRAME_HEAD_BYTES - 1)).found).toBeUndefined();
    expect(read(FILE_HEAD.subarray(0, 11), Buffer.alloc(12)).found).toBeUndefined();
    expect(read(foreign).damages).toEqual([]);
  });

  test('is one where a head stands before more than is read at once', () => {
    const large = Buffer.alloc(17 * 1024 * 1024);
    expect(read(foreign, frame(0).subarray(0, FRAME_HEAD_BYTES), large).found).toBeDefined();
    expect(read(foreign, large).found).toBeUndefined();
  });
});

describe('a journal of the first format', () => {
  test('is read whole', () => {
    const { found, keys, damages } = read(plain('a'), plain('b'));
    expect({ keys, damages }).toEqual({ keys: ['a', 'b'], damages: [] });
    expect(found).toEqual({
      end: 2 * plain('a').length,
      number: 0,
      records: 2,
      skipped: [],
      isFirstFormat: true,
    });
  });

  test.each([
    ['is cut off within a record', plain('c').subarray(0, -1)],
    ['is cut off within the head of a record', plain('c').subarray(0, 7)],
    ['goes on with something else', Buffer.alloc(50, 'x')],
    ['has a record that was changed', changed(plain('c'), 12)],
  ])('that %s is read up to there', (_, more) => {
    const { found, keys, damages } = read(plain('a'), plain('b'), more);
    const position = 2 * plain('a').length;
    expect(keys).toEqual(['a', 'b']);
    expect(damages).toEqual([
      { position, reason: 'the record there is not whole, or not as it was written' },
    ]);
    const end = position + more.length;
    expect(found).toEqual({
      end,
      number: 0,
      records: 2,
      skipped: [{ from: position, to: end }],
      isFirstFormat: true,
    });
  });

  test('is read from its first whole record on', () => {
    const { found, keys, damages } = read(changed(plain('a'), 4), plain('b'), plain('c').subarray(0, 5));
    const first = plain('a').length;
    expect(keys).toEqual(['b']);
    expect(damages.map(({ position }) => position)).toEqual([0, 2 * first]);
    expect(found).toMatchObject({
      skipped: [
        { from: 0, to: first },
        { from: 2 * first, to: 2 * first + 5 },
      ],
      isFirstFormat: true,
    });
  });

  test('is passed by for a frame of the present format', () => {
    const { found, keys } = read(changed(plain('a'), 4), frame(0), plain('b'));
    expect(keys).toEqual(['0']);
    expect(found?.isFirstFormat).toBe(false);
  });
});
