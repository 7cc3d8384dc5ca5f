import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileStorage } from './file-storage.ts';
import { FILE_HEAD } from './frames.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'damage-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** Changes, and the journal's bytes after each of them. */
interface Written {
  readonly bytes: Buffer;
  /** How long the journal was after so many changes, and what it held. */
  readonly steps: readonly { readonly length: number; readonly entries: readonly [string, unknown][] }[];
}

/** Several values in one change, or the end of one. */
type Change = { readonly set: readonly (readonly [string, unknown])[] } | { readonly delete: string };

function write(changes: readonly Change[], compactAbove?: number): Written {
  const directory = mkdtempSync(join(root, 'written-'));
  const journal = join(directory, 'state.journal');
  const storage = openFileStorage(directory, { compactAbove });
  const collection = storage.collection<unknown>('c');
  const steps = changes.map((change) => {
    if ('set' in change) collection.setAll(change.set);
    else collection.delete(change.delete);
    return { length: readFileSync(journal).length, entries: [...collection.entries()] };
  });
  // Before it is closed, which may write it anew.
  const bytes = readFileSync(journal);
  storage.close();
  return { bytes, steps };
}

/** A directory in which another process has left a journal of these bytes. */
function left(bytes: Uint8Array) {
  const directory = mkdtempSync(join(root, 'left-'));
  const journal = join(directory, 'state.journal');
  writeFileSync(journal, bytes);
  const logged: string[] = [];
  const open = (salvage = false) => openFileStorage(directory, { salvage, log: (line) => logged.push(line) });
  /** What a start finds; it ends at once. */
  const entries = (salvage = false) => {
    const storage = open(salvage);
    const found = [...storage.collection<unknown>('c').entries()];
    storage.close();
    return found;
  };
  const files = () => readdirSync(directory).filter((name) => !name.startsWith('.'));
  return { directory, journal, logged, open, entries, files, bytes: () => readFileSync(journal) };
}

const refused = (directory: ReturnType<typeof left>) => {
  try {
    directory.entries();
  } catch (error) {
    return error as Error & { code: string; position: number };
  }
  return undefined;
};

const key = fc.constantFrom('a', 'b', 'c');
const value = fc.oneof(fc.jsonValue(), fc.uint8Array({ maxLength: 40 }));
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ set: fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 3 }) }),
  fc.record({ delete: key }),
);

const five: readonly Change[] = [
  { set: [['a', 1]] },
  { set: [['b', new Uint8Array(50)]] },
  { delete: 'a' },
  {
    set: [
      ['a', 'again'],
      ['d', null],
    ],
  },
  { set: [['e', { nested: [true] }]] },
];

describe('a byte of the journal that is not as it was written', () => {
  test('is refused with its place wherever it is, and the file is left as it was', () => {
    const { bytes } = write(five);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
      const directory = left(flipped);
      const error = refused(directory);
      expect(error).toMatchObject({ code: 'DataDamaged' });
      expect(error?.message).toMatch(
        `${directory.journal} is damaged at byte ${error?.position} of ${bytes.length}: `,
      );
      expect(error?.position).toBeLessThanOrEqual(at);
      expect(directory.bytes().equals(flipped)).toBe(true);
      expect(directory.files()).toEqual(['state.journal']);
    }
  });

  test('is refused in any journal, also a rewritten one, whatever it is now', () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(undefined, 50),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (changes, compactAbove, place, mask) => {
          const { bytes } = write(changes, compactAbove);
          if (bytes.length === 0) return;
          const at = place % bytes.length;
          bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
          const directory = left(bytes);
          expect(refused(directory)).toMatchObject({ code: 'DataDamaged' });
          expect(directory.bytes().equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a journal that was cut off', () => {
  test('at any byte has lost the change that was cut, whole, and says how many bytes of it there were', () => {
    const { bytes, steps } = write(five);
    for (let length = 0; length < bytes.length; length++) {
      const directory = left(bytes.subarray(0, length));
      const whole = steps.findLast((step) => step.length <= length);
      expect(directory.entries()).toEqual(whole?.entries ?? []);
      const torn = length - (whole?.length ?? (length < FILE_HEAD.length ? 0 : FILE_HEAD.length));
      expect(directory.logged).toEqual(
        torn === 0
          ? []
          : [
              `The last ${torn} bytes of ${directory.journal} were dropped: they begin a change that was never written to its end.`,
            ],
      );
    }
  });

  test('at any byte goes on with the next change, and keeps it', () => {
    const { bytes, steps } = write(five);
    for (let length = 0; length < bytes.length; length += 7) {
      const directory = left(bytes.subarray(0, length));
      const storage = directory.open();
      storage.collection('c').set('next', 'there');
      storage.close();
      const before = steps.findLast((step) => step.length <= length)?.entries ?? [];
      expect(directory.entries()).toEqual([...before, ['next', 'there']]);
    }
  });

  test('before a record that is whole is damaged, and not torn', () => {
    const { bytes, steps } = write([{ set: [['long', 'x'.repeat(5_000)]] }, { set: [['short', 1]] }]);
    const cut = Buffer.concat([bytes.subarray(0, 1_000), bytes.subarray(steps[0]?.length)]);
    const directory = left(cut);
    expect(refused(directory)?.message).toContain('a part of the record there is missing');
    expect(directory.bytes().equals(cut)).toBe(true);
  });

  test('in its middle, between two records, is refused', () => {
    const { bytes, steps } = write(five);
    const cut = Buffer.concat([bytes.subarray(0, steps[0]?.length), bytes.subarray(steps[1]?.length)]);
    expect(refused(left(cut))?.message).toContain(
      `damaged at byte ${steps[0]?.length} of ${cut.length}: what was written before it is missing`,
    );
  });

  test('and has something of another kind behind its end is refused', () => {
    const { bytes } = write(five);
    for (const more of ['\n', 'what an editor adds', '\0'.repeat(100)]) {
      const longer = Buffer.concat([bytes, Buffer.from(more)]);
      const directory = left(longer);
      expect(refused(directory)).toMatchObject({ code: 'DataDamaged', position: bytes.length });
      expect(directory.bytes().equals(longer)).toBe(true);
    }
  });

  test('and written to twice is refused', () => {
    const { bytes, steps } = write(five);
    const twice = Buffer.concat([bytes, bytes.subarray(steps[3]?.length)]);
    expect(refused(left(twice))?.message).toContain('the record there is an earlier one');
  });
});

describe('salvage', () => {
  /** One record damaged in its content, one in its head. */
  function damaged() {
    const { bytes, steps } = write(five);
    for (const at of [(steps[0]?.length ?? 0) + 60, (steps[2]?.length ?? 0) + 5]) {
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    }
    return { bytes, steps };
  }

  test('goes on with what can be read, and keeps the damaged file', () => {
    const { bytes, steps } = damaged();
    const directory = left(bytes);
    expect(directory.entries(true)).toEqual([['e', { nested: [true] }]]);
    const copy = `${directory.journal}.damaged-1`;
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    const [first = 0, second = 0, third = 0, fourth = 0] = steps.map(({ length }) => length);
    const lost = second - first + fourth - third;
    expect(directory.logged).toEqual([
      `${directory.journal} was damaged in 2 places, first at byte ${first}: the record there is not as it was written. ` +
        `3 changes were read, ${lost} bytes were not: what they changed is as it was before. The damaged file is kept as ${copy}.`,
    ]);
  });

  test('leaves a journal that starts without it, and can be written to', () => {
    const directory = left(damaged().bytes);
    const storage = directory.open(true);
    storage.collection('c').set('next', 'there');
    storage.close();
    expect(directory.entries()).toEqual([
      ['e', { nested: [true] }],
      ['next', 'there'],
    ]);
    expect(directory.files().toSorted()).toEqual(['state.journal', 'state.journal.damaged-1']);
  });

  test('says of one place that it is one', () => {
    const { bytes, steps } = write(five);
    const at = (steps[0]?.length ?? 0) + 60;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    const directory = left(bytes);
    directory.entries(true);
    expect(directory.logged[0]).toContain('was damaged in one place, first at byte');
  });

  test('never takes the place of an earlier copy', () => {
    const directory = left(damaged().bytes);
    writeFileSync(`${directory.journal}.damaged-1`, 'of last week');
    directory.entries(true);
    expect(readFileSync(`${directory.journal}.damaged-1`, 'utf8')).toBe('of last week');
    expect(readFileSync(`${directory.journal}.damaged-2`).equals(damaged().bytes)).toBe(true);
  });

  test('does nothing where nothing is damaged', () => {
    const { bytes, steps } = write(five);
    const directory = left(bytes);
    expect(directory.entries(true)).toEqual(steps.at(-1)?.entries);
    expect({ logged: directory.logged, files: directory.files() }).toEqual({
      logged: [],
      files: ['state.journal'],
    });
  });

  test('goes on with nothing where a journal has no record that can be read, and keeps the damaged file', () => {
    const headAlone = Buffer.from(FILE_HEAD);
    headAlone.writeUInt8(headAlone.readUInt8(5) ^ 1, 5);
    for (const bytes of [headAlone, Buffer.concat([FILE_HEAD, Buffer.from('and not much else')])]) {
      const directory = left(bytes);
      expect(refused(directory)).toMatchObject({ code: 'DataDamaged' });
      expect(directory.entries(true)).toEqual([]);
      expect(readFileSync(`${directory.journal}.damaged-1`).equals(bytes)).toBe(true);
      expect(directory.entries()).toEqual([]);
    }
  });

  test('finds every record but the damaged one, wherever that is', () => {
    const changes = Array.from({ length: 8 }, (_, index) => ({ set: [[`${index}`, index] as const] }));
    const { bytes, steps } = write(changes);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(at) ^ mask, at);
        const hit = at < FILE_HEAD.length ? -1 : steps.findIndex(({ length }) => at < length);
        const all = changes.map((_, index) => [`${index}`, index]);
        expect(left(flipped).entries(true)).toEqual(all.filter((_, index) => index !== hit));
      }),
    );
  });

  test('finds what stands behind a long gap', () => {
    const gap = Buffer.alloc(20 * 1024 * 1024, 0xf7);
    const { bytes, steps } = write(five);
    const before = steps[3]?.length ?? 0;
    const directory = left(Buffer.concat([bytes.subarray(0, before), gap, bytes.subarray(before)]));
    expect(directory.entries(true)).toEqual(steps.at(-1)?.entries);
  });
});

describe('a file of somebody else', () => {
  const foreign = Buffer.from('{"a journal": "of another program"}\n'.repeat(5));

  test.each([
    ['text', foreign],
    ['text that is shorter than a head', Buffer.from('my diary')],
    ['numbers', Buffer.from(Float64Array.from({ length: 5_000 }, (_, index) => Math.sqrt(index)).buffer)],
    ['zeros', Buffer.alloc(3 * 1024 * 1024)],
    ['values of another program', serialize(['c', 'a', 1])],
  ])('with %s in the place of the journal is refused as such, and never overwritten', (_, bytes) => {
    const directory = left(bytes);
    for (const salvage of [false, true]) {
      expect(() => directory.entries(salvage)).toThrow(
        expect.objectContaining({
          code: 'DataForeign',
          message: `Nothing in ${directory.journal} can be read as a journal. It was left as it is: move it away, or choose another folder.`,
        }),
      );
    }
    expect(directory.bytes().equals(bytes)).toBe(true);
    expect(directory.files()).toEqual(['state.journal']);
  });

  test('is none that has a whole record, or the head of a file or a record, anywhere', () => {
    const { bytes, steps } = write(five);
    const head = FILE_HEAD.length;
    const halfRecord = bytes.subarray(head, (steps[0]?.length ?? 0) - 1);
    for (const ours of [bytes.subarray(head, steps[0]?.length), FILE_HEAD, halfRecord]) {
      expect(refused(left(Buffer.concat([foreign, ours, foreign])))).toMatchObject({ code: 'DataDamaged' });
    }
  });

  test('in the place of the next journal is never overwritten, and the present one goes on growing', () => {
    const directory = left(Buffer.alloc(0));
    const draft = `${directory.journal}.rewrite`;
    writeFileSync(draft, foreign);
    const logged: string[] = [];
    const storage = openFileStorage(directory.directory, {
      compactAbove: 100,
      log: (line) => logged.push(line),
    });
    for (let turn = 0; turn < 20; turn++) storage.collection('c').set('key', `${turn}`.padEnd(100));
    storage.close();
    expect(readFileSync(draft).equals(foreign)).toBe(true);
    expect(logged[0]).toContain(`Nothing in ${draft} can be read as a journal.`);
    expect(directory.entries()).toEqual([['key', '19'.padEnd(100)]]);
  });

  test('beside the journal is no concern of it', () => {
    const { bytes } = write(five);
    const directory = left(bytes);
    writeFileSync(join(directory.directory, 'notes.txt'), 'mine');
    mkdirSync(join(directory.directory, 'state.journal.new'));
    directory.entries();
    expect(readFileSync(join(directory.directory, 'notes.txt'), 'utf8')).toBe('mine');
  });
});

describe('a journal of the first format', () => {
  /** Length and checksum before each record, and nothing before the first. */
  const firstFormat = (...records: readonly unknown[]) =>
    Buffer.concat(
      records.map((record) => {
        const content = serialize(record);
        const head = Buffer.alloc(8);
        head.writeUInt32LE(content.length, 0);
        head.writeUInt32LE(crc32(content), 4);
        return Buffer.concat([head, content]);
      }),
    );
  const bytes = firstFormat(['c', 'a', 1], ['c', 'b', 2], ['c', 'a']);

  test('is read, and is one of the present format from then on', () => {
    const directory = left(bytes);
    expect(directory.entries()).toEqual([['b', 2]]);
    expect(directory.bytes().subarray(0, FILE_HEAD.length)).toEqual(FILE_HEAD);
    expect(directory.entries()).toEqual([['b', 2]]);
  });

  test('is refused when any byte of it is another one, or was cut off', () => {
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 4, at);
      const directory = left(flipped);
      expect(refused(directory)).toMatchObject({ code: 'DataDamaged' });
      expect(directory.bytes().equals(flipped)).toBe(true);
    }
    expect(refused(left(bytes.subarray(0, -1)))).toMatchObject({ code: 'DataDamaged' });
  });

  test('is salvaged up to its damage', () => {
    const directory = left(bytes.subarray(0, -1));
    expect(directory.entries(true)).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(readFileSync(`${directory.journal}.damaged-1`).equals(bytes.subarray(0, -1))).toBe(true);
  });

  test('is salvaged behind its damage, where its first record is damaged', () => {
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(4) ^ 1, 4);
    const directory = left(flipped);
    expect(directory.entries(true)).toEqual([['b', 2]]);
    expect(readFileSync(`${directory.journal}.damaged-1`).equals(flipped)).toBe(true);
    expect(directory.entries()).toEqual([['b', 2]]);
  });
});
