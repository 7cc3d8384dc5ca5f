import {
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFileStorage } from './file-storage.ts';
import { FILE_HEAD } from './frames.ts';
import { createMemoryStorage } from './storage.ts';

let root: string;
let directory: string;
let journal: string;

/** A data directory of its own, in place of the one before. */
function nextDirectory(): void {
  directory = mkdtempSync(join(root, 'data-'));
  journal = join(directory, 'state.journal');
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'file-storage-'));
  nextDirectory();
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Opens what a new process would find if this one were killed now: in a copy, as this one goes on to hold its lock. */
function afterKill() {
  const left = journal;
  nextDirectory();
  copyFileSync(left, journal);
  return openFileStorage(directory);
}

/** How a change is refused that the disk has no room for. */
const refused = {
  code: 'InternalFailure',
  status: 500,
  message: expect.stringMatching(
    /^The change was refused: .*state\.journal cannot be written, the disk is full \(ENOSPC\)\.$/,
  ),
};

/** A file system with `room` for so many bytes more, which takes what fits and then refuses, as a real one does. */
function aDisk() {
  const disk = {
    room: Number.POSITIVE_INFINITY,
    fails: false,
    write(file: number, bytes: Uint8Array): number {
      if (disk.room === 0) throw failure('ENOSPC');
      const fits = bytes.subarray(0, Math.min(bytes.length, disk.room));
      disk.room -= fits.length;
      return writeSync(file, fits);
    },
    truncate(file: number, length: number): void {
      if (disk.fails) throw failure('EIO');
      ftruncateSync(file, length);
    },
  };
  return disk;
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('a storage in a directory', () => {
  test('knows after a kill what was set and not deleted', () => {
    const before = openFileStorage(directory).collection<unknown>('iam/roles');
    before.set('a', { bytes: Buffer.from('abc'), at: new Date(0), nested: new Map([['k', 1]]) });
    before.set('b', 1);
    before.set('b', 2);
    before.set('c', 3);
    before.delete('c');
    const after = afterKill().collection<unknown>('iam/roles');
    expect([...after.entries()]).toEqual([
      ['a', { bytes: Buffer.from('abc'), at: new Date(0), nested: new Map([['k', 1]]) }],
      ['b', 2],
    ]);
  });

  test('keeps collections apart, and shows each as one to all who ask for it', () => {
    const storage = openFileStorage(directory);
    storage.collection('a').set('key', 1);
    expect(storage.collection('a').get('key')).toBe(1);
    expect(storage.collection('b').has('key')).toBe(false);
  });

  test('does not grow with changes of the same key', () => {
    const storage = openFileStorage(directory, { compactAbove: 10_000 });
    const collection = storage.collection<string>('c');
    for (let turn = 0; turn < 1_000; turn++) collection.set('key', `value ${turn}`.padEnd(100, '.'));
    expect(statSync(journal).size).toBeLessThan(12_000);
    expect(afterKill().collection<string>('c').get('key')).toContain('value 999');
  });

  test('reads a journal that is longer than what is read at once, and a record across the border', () => {
    const mebibyte = 'x'.repeat(1024 * 1024);
    const before = openFileStorage(directory).collection<string>('c');
    for (let key = 0; key < 20; key++) before.set(`key ${key}`, `${key}${mebibyte}`);
    before.set('long', mebibyte.repeat(17));
    before.set('last', 'one');
    const after = afterKill().collection<string>('c');
    expect([after.size, after.get('key 19'), after.get('last')]).toEqual([22, `19${mebibyte}`, 'one']);
    expect(after.get('long')).toHaveLength(17 * 1024 * 1024);
  });

  test('is rewritten when more of it is outdated than not, and never for what only grows', () => {
    const storage = openFileStorage(directory, { compactAbove: 1_000 });
    const collection = storage.collection<string>('c');
    const rewritesOf = (change: (key: string) => void) => {
      let rewrites = 0;
      for (let key = 0; key < 1_000; key++) {
        const { ino } = statSync(journal);
        change(`key ${key}`);
        if (statSync(journal).ino !== ino) rewrites++;
      }
      return rewrites;
    };
    const write = (key: string) => collection.set(key, 'a value of some length'.repeat(4));
    expect(rewritesOf(write)).toBe(0);
    // Each pass makes all of the one before outdated.
    const again = rewritesOf(write) + rewritesOf(write) + rewritesOf(write);
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThan(5);
    const { ino } = statSync(journal);
    storage.close();
    expect(statSync(journal).ino).not.toBe(ino);
  });

  const text = 'x'.repeat(1_000);
  test.each<[string, unknown]>([
    ['text', text],
    ['bytes', new Uint8Array(1_000)],
    ['a list of texts', Array.from({ length: 10 }, () => text.slice(0, 100))],
    // Counted as 16 bytes each, which take 9.
    ['a list of numbers', Array.from({ length: 70 }, (_, index) => index / 3)],
    ['an object', { inner: { text } }],
    ['a map', new Map([['a', text]])],
    ['a set', new Set([text])],
    ['nothing, by a long key', null],
  ])('that is set over and over to %s is rewritten now and then, and not each time', (_, value) => {
    const storage = openFileStorage(directory, { compactAbove: 10_000 });
    const collection = storage.collection<unknown>('c');
    let rewrites = 0;
    for (let turn = 0; turn < 100; turn++) {
      const { ino } = statSync(journal);
      collection.set(value === null ? text : 'key', value);
      if (statSync(journal).ino !== ino) rewrites++;
      expect(statSync(journal).size).toBeLessThan(30_000);
    }
    expect(rewrites).toBeGreaterThan(4);
    expect(rewrites).toBeLessThan(14);
    expect(
      afterKill()
        .collection<unknown>('c')
        .get(value === null ? text : 'key'),
    ).toEqual(value);
  });

  test('is rewritten when it is closed and more than a tenth of it is outdated', () => {
    const closedWith = (changes: number) => {
      nextDirectory();
      const storage = openFileStorage(directory);
      const collection = storage.collection<string>('c');
      for (let key = 0; key < 100; key++) collection.set(`${key}`, 'x'.repeat(100));
      for (let key = 0; key < changes; key++) collection.set(`${key}`, 'y'.repeat(100));
      const { ino } = statSync(journal);
      storage.close();
      return statSync(journal).ino === ino ? 'left' : 'rewritten';
    };
    expect([0, 5, 20, 100].map(closedWith)).toEqual(['left', 'left', 'rewritten', 'rewritten']);
  });

  test('knows what it is asked of each collection', () => {
    const collection = openFileStorage(directory).collection<number>('c');
    collection.setAll([
      ['a', 1],
      ['b', 2],
    ]);
    expect(collection.delete('b')).toBe(true);
    expect(collection.delete('b')).toBe(false);
    expect([collection.size, collection.has('a'), collection.has('b')]).toEqual([1, true, false]);
    expect([[...collection.values()], [...collection.entries()]]).toEqual([[1], [['a', 1]]]);
  });

  test('goes on in memory after it was closed, and writes nothing of that', () => {
    const storage = openFileStorage(directory);
    const collection = storage.collection<string>('c');
    collection.set('a', 'kept');
    storage.close();
    const { size } = statSync(journal);
    collection.set('b', 'too late');
    expect([collection.get('b'), statSync(journal).size]).toEqual(['too late', size]);
    expect(storage.durable).toBe(true);
    expect([...openFileStorage(directory).collection<string>('c').entries()]).toEqual([['a', 'kept']]);
  });

  test('is made with the folders above it', () => {
    directory = join(directory, 'one', 'two', 'three');
    openFileStorage(directory).collection<number>('c').set('a', 1);
    expect(statSync(join(directory, 'state.journal')).size).toBeGreaterThan(0);
  });

  test('is left as it is when it is closed and nothing of it is outdated', () => {
    const storage = openFileStorage(directory);
    storage.collection<string>('c').set('key', 'value');
    const { ino, size } = statSync(journal);
    storage.close();
    expect(statSync(journal)).toMatchObject({ ino, size });
  });

  test('takes several values at once, or none of them where there is no room for all', () => {
    const disk = aDisk();
    const collection = openFileStorage(directory, { disk }).collection<string>('c');
    const several = ['a', 'b', 'c'].map((key) => [key, key.repeat(50)] as const);
    disk.room = 200;
    expect(() => collection.setAll(several)).toThrow(expect.objectContaining(refused));
    expect([...collection.entries()]).toEqual([]);
    disk.room = 1_000;
    collection.setAll(several);
    expect([...collection.entries()]).toEqual(several);
    expect([...afterKill().collection<string>('c').entries()]).toEqual(several);
  });

  test('is refused to a second process, until the first has closed it', () => {
    const first = openFileStorage(directory);
    expect(() => openFileStorage(directory)).toThrow(
      expect.objectContaining({
        code: 'DataDirectoryInUse',
        message: expect.stringContaining(`process ${process.pid}`),
      }),
    );
    first.close();
    openFileStorage(directory).close();
  });

  test('that is full refuses a change, which then has not happened', () => {
    const disk = aDisk();
    const collection = openFileStorage(directory, { disk }).collection<string>('c');
    collection.set('kept', 'before');
    collection.set('other', 'before');
    disk.room = 20;
    expect(() => collection.set('kept', 'after'.padEnd(100))).toThrow(expect.objectContaining(refused));
    expect(() => collection.set('new', 'x'.repeat(100))).toThrow(expect.objectContaining(refused));
    expect(() => collection.delete('other')).toThrow(expect.objectContaining(refused));
    const expected = [
      ['kept', 'before'],
      ['other', 'before'],
    ];
    expect([...collection.entries()]).toEqual(expected);
    expect([...afterKill().collection<string>('c').entries()]).toEqual(expected);
  });

  test('that was full hides nothing that was written once there was room again', () => {
    const disk = aDisk();
    const collection = openFileStorage(directory, { disk }).collection<string>('c');
    disk.room = 30;
    expect(() => collection.set('lost', 'x'.repeat(100))).toThrow();
    disk.room = 1_000;
    collection.set('later', 'there');
    expect([...afterKill().collection<string>('c').entries()]).toEqual([['later', 'there']]);
  });

  test('takes nothing behind half a change that could not be taken back', () => {
    const disk = aDisk();
    const collection = openFileStorage(directory, { disk }).collection<string>('c');
    collection.set('kept', 'before');
    disk.room = 30;
    disk.fails = true;
    expect(() => collection.set('lost', 'x'.repeat(100))).toThrow();
    disk.room = 1_000;
    expect(() => collection.set('refused', 'there')).toThrow('the disk fails (EIO)');
    disk.fails = false;
    collection.set('later', 'there');
    expect([...afterKill().collection<string>('c').entries()]).toEqual([
      ['kept', 'before'],
      ['later', 'there'],
    ]);
  });

  test('that is full says so once, and once more when it is not', () => {
    const disk = aDisk();
    const logged: string[] = [];
    const log = (message: string) => void logged.push(message);
    const collection = openFileStorage(directory, { disk, log }).collection<string>('c');
    collection.set('before', '');
    disk.room = 0;
    for (const key of ['a', 'b', 'c']) expect(() => collection.set(key, 'a value')).toThrow();
    disk.room = 100;
    collection.set('fits', '');
    expect(() => collection.set('a', 'a value'.repeat(50))).toThrow();
    disk.room = 2_000;
    for (const key of ['a', 'b', 'c']) collection.set(key, 'a value'.repeat(50));
    expect(logged).toEqual([
      `${journal} cannot be written: the disk is full (ENOSPC). Changes are refused until it can be; what was kept before is still there.`,
      `${journal} can be written again.`,
    ]);
  });

  test('that has no room for a second journal keeps the first', () => {
    const disk = aDisk();
    const storage = openFileStorage(directory, { compactAbove: 500, disk });
    const collection = storage.collection<string>('c');
    disk.room = 1_400;
    collection.set('a', 'y'.repeat(600));
    // The change fits, and makes the journal due for rewriting, which does not fit.
    collection.set('a', 'x'.repeat(600));
    storage.close();
    expect(openFileStorage(directory).collection<string>('c').get('a')).toBe('x'.repeat(600));
  });

  test('is, after any changes and a kill, what a map would be', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const change = fc.record({ key, value: fc.option(fc.jsonValue(), { nil: undefined }) });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 60 }),
        fc.integer({ min: 50, max: 2_000 }),
        (changes, compactAbove) => {
          nextDirectory();
          const stored = openFileStorage(directory, { compactAbove }).collection<unknown>('c');
          const model = new Map<string, unknown>();
          for (const { key, value } of changes) {
            if (value === undefined) expect(stored.delete(key)).toBe(model.delete(key));
            else {
              stored.set(key, value);
              model.set(key, value);
            }
          }
          expect(new Map(afterKill().collection<unknown>('c').entries())).toEqual(model);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a storage that failed to write', () => {
  const inDirectory = () => readdirSync(directory).filter((name) => !name.startsWith('.'));

  test('leaves no half of a refused change, whether it was killed or closed', () => {
    const disk = aDisk();
    const storage = openFileStorage(directory, { disk });
    const collection = storage.collection<string>('c');
    collection.set('kept', 'before');
    const { size } = statSync(journal);
    disk.room = 30;
    expect(() => collection.set('lost', 'x'.repeat(100))).toThrow();
    expect(statSync(journal).size).toBe(size);
    disk.room = 30;
    disk.fails = true;
    expect(() => collection.set('lost', 'x'.repeat(100))).toThrow();
    expect(statSync(journal).size).toBe(size + 30);
    disk.fails = false;
    storage.close();
    expect(statSync(journal).size).toBe(size);
  });

  test('leaves no half of a second journal, and tries again once twice as much is outdated', () => {
    const said: string[] = [];
    const disk = aDisk();
    const refusing = {
      ...disk,
      write(file: number, bytes: Uint8Array): number {
        if (Buffer.from(bytes).equals(FILE_HEAD) && statSync(journal).size > 0) throw failure('ENOSPC');
        return writeSync(file, bytes);
      },
    };
    const log = (message: string) => void said.push(message);
    const storage = openFileStorage(directory, { disk: refusing, compactAbove: 100, log });
    const collection = storage.collection<string>('c');
    for (let turn = 0; turn < 40; turn++) collection.set('key', `${turn}`.padEnd(100));
    expect(said.length).toBeGreaterThan(2);
    expect(said.length).toBeLessThan(8);
    expect(new Set(said)).toEqual(
      new Set([
        `The journal in ${directory} could not be made shorter, and goes on growing: the disk is full (ENOSPC).`,
      ]),
    );
    expect(inDirectory()).toEqual(['state.journal']);
    expect(afterKill().collection<string>('c').get('key')).toBe('39'.padEnd(100));
  });
});

describe.skipIf(process.platform !== 'linux')('the files that a storage opens', () => {
  /** Those in its directory that this process holds. */
  const open = () =>
    readdirSync('/proc/self/fd')
      .flatMap((fd) => {
        try {
          return [readlinkSync(`/proc/self/fd/${fd}`)];
        } catch {
          // The one by which the folder was read.
          return [];
        }
      })
      .filter((path) => path.startsWith(directory));

  test('are its journal alone, and none after it was closed', () => {
    const storage = openFileStorage(directory, { compactAbove: 500 });
    const collection = storage.collection<string>('c');
    for (let turn = 0; turn < 50; turn++) collection.set('key', 'x'.repeat(100));
    expect(open().filter((path) => path.includes('state.journal'))).toEqual([journal]);
    storage.close();
    expect(open()).toEqual([]);
    openFileStorage(directory).close();
    expect(open()).toEqual([]);
  });

  test('are none after it was refused, or could not be rewritten', () => {
    writeFileSync(journal, 'of somebody else, and longer than a head');
    expect(() => openFileStorage(directory)).toThrow(expect.objectContaining({ code: 'DataForeign' }));
    expect(open()).toEqual([]);
    rmSync(journal);
    writeFileSync(`${journal}.rewrite`, 'of somebody else, and longer than a head');
    const storage = openFileStorage(directory, { compactAbove: 100 });
    const collection = storage.collection<string>('c');
    for (let turn = 0; turn < 50; turn++) collection.set('key', 'x'.repeat(100));
    expect(open().filter((path) => path.includes('state.journal'))).toEqual([journal]);
    storage.close();
    expect(open()).toEqual([]);
  });
});

describe('a storage in memory', () => {
  test('keeps collections apart, shows each as one, and outlives nothing', () => {
    const storage = createMemoryStorage();
    storage.collection<number>('a').setAll([
      ['one', 1],
      ['two', 2],
    ]);
    expect([...storage.collection<number>('a').entries()]).toEqual([
      ['one', 1],
      ['two', 2],
    ]);
    expect(storage.collection('b').size).toBe(0);
    expect(storage.durable).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('a directory that the file system refuses', () => {
  const refusal = (path: string) => {
    try {
      openFileStorage(path).close();
    } catch (error) {
      const { code, message } = error as Error & { code: string };
      return { code, message };
    }
    return undefined;
  };

  test.each([
    ['a name', ['x'.repeat(300)]],
    ['a name below', ['data', 'x'.repeat(300), 'deeper']],
    ['a whole path', Array.from({ length: 30 }, () => 'x'.repeat(200))],
  ])('for the length of %s is refused in one sentence', (_, names) => {
    const { code, message = '' } = refusal(join(root, ...names)) ?? {};
    expect(code).toBe('DataDirectoryUnusable');
    expect(message).toMatch(/^No data can be kept in \S+: its name is too long \(ENAMETOOLONG\)\.$/);
  });

  test('because a file is in its place, or above it, is refused in one sentence', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    expect(refusal(file)).toEqual({
      code: 'DataDirectoryUnusable',
      message: `No data can be kept in ${file}: it is not a folder (EEXIST).`,
    });
    expect(refusal(join(file, 'below'))).toEqual({
      code: 'DataDirectoryUnusable',
      message: expect.stringMatching(/^No data can be kept in \S+: .*\((ENOTDIR|EEXIST)\)\.$/),
    });
  });

  test('because a folder is in the place of the journal is refused, and free again', () => {
    mkdirSync(journal);
    const message = `No data can be kept in ${journal}: it is a folder (EISDIR).`;
    expect(refusal(directory)).toEqual({ code: 'DataDirectoryUnusable', message });
    expect(refusal(directory)).toEqual({ code: 'DataDirectoryUnusable', message });
    rmSync(journal, { recursive: true });
    expect(refusal(directory)).toBeUndefined();
  });

  test('for links that lead in a circle is refused in one sentence', () => {
    const circle = join(root, 'circle');
    symlinkSync(circle, circle);
    expect(refusal(circle)).toEqual({
      code: 'DataDirectoryUnusable',
      message: `No data can be kept in ${circle}: links in its path lead in a circle (ELOOP).`,
    });
  });
});
