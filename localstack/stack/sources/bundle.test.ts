import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundleIn, importStack } from './bundle.ts';

let place: string;
let folder: string;
let kept: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'bundle-'));
  folder = join(place, 'sources');
  kept = join(place, 'kept');
  await mkdir(folder);
  await source('part.ts', "export const part: string = 'part of '.concat(import.meta.dirname);");
  await source('main.ts', "import { part } from './part.ts';\nexport const main = () => part;");
});
afterEach(() => rm(place, { recursive: true, force: true }));

const source = (name: string, text: string) => writeFile(join(folder, name), text);
const make = () => bundleIn(kept, { folder, entries: ['main'] });

describe('a bundle', () => {
  test('is one module, in which each part still knows where its source lies', async () => {
    const file = join(await make(), 'main.mjs');
    await rm(join(folder, 'part.ts'));
    const { main } = (await import(pathToFileURL(file).href)) as { main(): string };
    expect(main()).toBe(`part of ${folder}`);
  });

  test('is made once for each state of the sources', async () => {
    const first = await make();
    const { mtimeMs } = await stat(join(first, 'main.mjs'));
    expect(await make()).toBe(first);
    expect((await stat(join(first, 'main.mjs'))).mtimeMs).toBe(mtimeMs);
    await source('part.ts', 'export const part = "another one";');
    expect(await make()).not.toBe(first);
  });

  test('is another one when something beside the sources has changed', async () => {
    const beside = join(place, 'beside');
    await mkdir(beside);
    await source('main.ts', "export { word } from '../beside/word.ts';");
    const bundleWith = async (word: string) => {
      await writeFile(join(beside, 'word.ts'), `export const word = ${JSON.stringify(word)};`);
      const bundle = await bundleIn(kept, { folder, beside: [beside], entries: ['main'] });
      return ((await import(pathToFileURL(join(bundle, 'main.mjs')).href)) as { word: string }).word;
    };
    expect(await bundleWith('before')).toBe('before');
    expect(await bundleWith('afterwards')).toBe('afterwards');
  });

  test('of broken sources is refused with file and line, and nothing of it is left', async () => {
    await source('part.ts', 'export const part = ;');
    await expect(make()).rejects.toThrow(/part\.ts:1:20: ERROR/);
    expect(await readdir(kept).catch(() => [])).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('leaves no process of its maker behind', () => {
    const sources = JSON.stringify({ folder, entries: ['main'] });
    const program = `
      import { spawnSync } from 'node:child_process';
      import { setTimeout as pause } from 'node:timers/promises';
      import { bundleIn } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'bundle.ts')).href)};
      await bundleIn(${JSON.stringify(kept)}, ${sources});
      const children = () => spawnSync('pgrep', ['-P', String(process.pid)]).stdout.toString();
      // It is told to end, and given the time to do so.
      const deadline = performance.now() + 5_000;
      while (children() !== '' && performance.now() < deadline) await pause(20);
      console.log('children:', children());`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: 'children:', stderr: '' });
  });

  test.skipIf(process.platform === 'win32')('is in a folder that every user can read', async () => {
    const { mode } = await stat(await make());
    expect((mode & 0o777).toString(8)).toBe('755');
  });

  test('that two processes make at once is made whole by both', async () => {
    const [one, other] = await Promise.all([make(), make()]);
    expect(one).toBe(other);
    expect(await readdir(kept)).toHaveLength(1);
  });

  describe('of sources that are saved meanwhile', () => {
    /** Saves once all was read. */
    const saving = (save: () => Promise<void>): Plugin => ({
      name: 'saving',
      setup: ({ onEnd }) => onEnd(save),
    });
    const makeWhile = (save: () => Promise<void>) =>
      bundleIn(kept, { folder, entries: ['main'] }, [saving(save)]);
    const part = async (bundle: string) =>
      ((await import(pathToFileURL(join(bundle, 'main.mjs')).href)) as { main(): string }).main();

    test('has what was saved last', async () => {
      let saves = 0;
      const bundle = await makeWhile(async () => {
        if (saves++ === 0) await source('part.ts', "export const part = 'saved meanwhile';");
      });
      expect(await part(bundle)).toBe('saved meanwhile');
      expect(await make()).toBe(bundle);
      expect(await readdir(kept)).toHaveLength(1);
    });

    test('is not taken for that of another state of the same size and time', async () => {
      const file = join(folder, 'part.ts');
      const time = new Date('2026-01-01T12:00:00Z');
      const save = async (text: string) => {
        await source('part.ts', `export const part = '${text}';`);
        await utimes(file, time, time);
      };
      await save('one');
      await make();
      await save('two');
      expect(await part(await make())).toBe('two');
    });

    test('is given up when saving does not end, and nothing of it is left', async () => {
      let saves = 0;
      const save = () => source('part.ts', `export const part = 'number ${saves++}';`);
      await expect(makeWhile(save)).rejects.toMatchObject({ code: 'SourcesChanged' });
      expect(await readdir(kept)).toEqual([]);
    });
  });

  test('stays beside later ones, until there are ten', async () => {
    const day = 86_400;
    await mkdir(kept);
    for (let age = 1; age <= 12; age++) {
      const old = join(kept, `old-${age}`);
      await mkdir(old);
      await utimes(old, age * -day + Date.now() / 1000, age * -day + Date.now() / 1000);
    }
    await make();
    const names = await readdir(kept);
    expect(names).toHaveLength(10);
    expect(names).toContain('old-9');
    expect(names).not.toContain('old-10');
  });
});

test('where no bundle can be kept, the sources are imported', async () => {
  await writeFile(kept, 'not a folder');
  const { startStack } = await importStack(kept);
  expect(startStack).toBeTypeOf('function');
});
