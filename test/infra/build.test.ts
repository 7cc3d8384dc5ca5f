import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Plugin } from 'esbuild';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleBudget } from '../../app/contract/bundle.ts';
import { build } from '../../cdktf/build.ts';
import { ROOT } from './synthesized.ts';

let root: string;

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function zip(name: string): Buffer {
  return readFileSync(path.join(root, 'dist', 'lambda', `${name}.zip`));
}

function recordFile(): string {
  return path.join(root, 'dist', 'lambda', 'build.json');
}

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'expense-build-'));
  write('app/greeting.ts', `export const greeting: string = 'hello';`);
  write(
    'app/lambda/one.ts',
    `import { greeting } from '../greeting.ts'; export const handler = async () => greeting;`,
  );
  write('app/lambda/two.ts', `export const handler = async () => 2;`);
});

afterEach(() => rmSync(root, { recursive: true }));

describe('build', () => {
  it('makes a bundle that runs, and a zip with that bundle and nothing else', async () => {
    const { bundles } = await build(root);
    expect(bundles.map((bundle) => bundle.name)).toEqual(['one', 'two']);
    const file = path.join(root, 'dist', 'lambda', 'one', 'index.mjs');
    const { handler } = await import(pathToFileURL(file).href);
    expect(await handler()).toBe('hello');
    const content = unzipSync(zip('one'));
    expect(Object.keys(content)).toEqual(['index.mjs']);
    expect(Buffer.from(content['index.mjs'] ?? [])).toEqual(readFileSync(file));
  });

  it('does nothing when nothing has changed', async () => {
    expect((await build(root)).built).toBe(true);
    expect((await build(root)).built).toBe(false);
  });

  it('is done by one of those that ask for it at once, while the others wait', async () => {
    const results = await Promise.all([build(root), build(root), build(root)]);
    expect(results.filter(({ built }) => built)).toHaveLength(1);
    expect(new Set(results.map(({ bundles }) => JSON.stringify(bundles))).size).toBe(1);
  });

  it('notices a change in a file that an entry imports, and leaves the other zip alone', async () => {
    await build(root);
    const before = [zip('one'), zip('two')];
    write('app/greeting.ts', `export const greeting = 'good evening';`);
    expect((await build(root)).built).toBe(true);
    expect(zip('one').equals(before[0] ?? Buffer.alloc(0))).toBe(false);
    expect(zip('two').equals(before[1] ?? Buffer.alloc(0))).toBe(true);
  });

  it('notices a new entry, a removed one and a missing bundle', async () => {
    await build(root);
    write('app/lambda/three.ts', `export const handler = async () => 3;`);
    expect((await build(root)).bundles).toHaveLength(3);
    rmSync(path.join(root, 'app/lambda/three.ts'));
    expect((await build(root)).bundles).toHaveLength(2);
    expect(existsSync(path.join(root, 'dist', 'lambda', 'three.zip'))).toBe(false);
    rmSync(path.join(root, 'dist', 'lambda', 'two.zip'));
    expect((await build(root)).built).toBe(true);
  });

  it.each([
    ['by another release of it', { builder: { 'cdktf/build.ts': 'of an older version' } }],
    ['before it kept what it was built by', { builder: undefined }],
  ])('builds again over a record that was made %s', async (_, changes) => {
    await build(root);
    const record = JSON.parse(readFileSync(recordFile(), 'utf8'));
    const bundles = record.bundles.map(({ files, ...bundle }: Record<string, unknown>) => bundle);
    writeFileSync(recordFile(), JSON.stringify({ ...record, bundles, ...changes }));
    expect((await build(root)).built).toBe(true);
  });

  it('notices other packages and another configuration', async () => {
    await build(root);
    for (const file of ['package-lock.json', 'tsconfig.json']) {
      write(file, '{ }');
      expect((await build(root)).built).toBe(true);
      expect((await build(root)).built).toBe(false);
    }
  });

  describe('of sources that are saved meanwhile', () => {
    /** Saves as soon as the first entry was read, with all that it imports. */
    const saving = (save: () => void): Plugin => ({
      name: 'saving',
      setup({ initialOptions, onEnd }) {
        if (initialOptions.outdir?.endsWith('one')) onEnd(save);
      },
    });
    const greeting = async () => {
      const file = pathToFileURL(path.join(root, 'dist', 'lambda', 'one', 'index.mjs'));
      return (await import(`${file.href}?${crypto.randomUUID()}`)).handler();
    };

    it('builds what was saved last', async () => {
      let saves = 0;
      const save = () => {
        if (saves++ === 0) write('app/greeting.ts', `export const greeting = 'saved meanwhile';`);
      };
      await build(root, [saving(save)]);
      expect(await greeting()).toBe('saved meanwhile');
      expect((await build(root)).built).toBe(false);
    });

    it('builds an entry that came meanwhile', async () => {
      const save = () => write('app/lambda/three.ts', 'export const handler = async () => 3;');
      expect((await build(root, [saving(save)])).bundles).toHaveLength(3);
    });

    it('gives up when it does not end, keeps no record, and builds the next time', async () => {
      await build(root);
      let saves = 0;
      const save = () => write('app/greeting.ts', `export const greeting = 'number ${saves++}';`);
      save();
      await expect(build(root, [saving(save)])).rejects.toThrow(
        'Sources were saved each of 5 times while they were built: nothing is kept of it.',
      );
      expect(existsSync(recordFile())).toBe(false);
      expect((await build(root)).built).toBe(true);
      expect(await greeting()).toBe(`number ${saves - 1}`);
    });

    it('does not take a half-saved source for a mistake', async () => {
      write('app/greeting.ts', 'export const greeting = ');
      const whole = () => write('app/greeting.ts', `export const greeting = 'whole';`);
      await build(root, [saving(whole)]);
      expect(await greeting()).toBe('whole');
    });
  });

  it('keeps no record when it ends half done, also not the one of before', async () => {
    await build(root);
    const before = readFileSync(path.join(root, 'app/greeting.ts'), 'utf8');
    write('app/greeting.ts', `export const greeting = 'changed';`);
    write('app/lambda/two.ts', `export const handler = async () => 'changed';`);
    rmSync(path.join(root, 'dist/lambda/two.zip'));
    mkdirSync(path.join(root, 'dist/lambda/two.zip/in the way'), { recursive: true });
    await expect(build(root)).rejects.toThrow('EISDIR');
    rmSync(path.join(root, 'dist/lambda/two.zip'), { recursive: true });
    write('dist/lambda/two.zip', 'anything');
    write('app/greeting.ts', before);
    write('app/lambda/two.ts', `export const handler = async () => 2;`);
    expect((await build(root)).built).toBe(true);
    expect(
      await (await import(pathToFileURL(path.join(root, 'dist/lambda/one/index.mjs')).href)).handler(),
    ).toBe('hello');
  });

  it('gives the same bytes in another folder', async () => {
    const first = await build(root);
    const home = root;
    root = mkdtempSync(path.join(os.tmpdir(), 'expense-build-'));
    cpSync(path.join(home, 'app'), path.join(root, 'app'), { recursive: true });
    const second = await build(root);
    rmSync(home, { recursive: true });
    expect(second.bundles).toEqual(first.bundles);
  });

  describe('of what is imported only at first use', () => {
    beforeEach(() => {
      write('app/heavy.ts', `export const heavy = (): string => 'heavy';`);
      write('app/lambda/two.ts', `export const handler = async () => (await import('../heavy.ts')).heavy();`);
    });
    const filesOf = (name: string) => Object.keys(unzipSync(zip(name)));

    it('makes a file that a cold start does not load, and that is there when it is used', async () => {
      const { bundles } = await build(root);
      const two = bundles.find(({ name }) => name === 'two');
      expect(filesOf('two')).toEqual([expect.stringMatching(/^heavy-\w+\.mjs$/), 'index.mjs']);
      expect(two?.files).toEqual(filesOf('two'));
      expect(two?.initialBytes).toBe(readFileSync(path.join(root, 'dist/lambda/two/index.mjs')).length);
      expect(two?.bytes).toBeGreaterThan(two?.initialBytes ?? 0);
      const { handler } = await import(pathToFileURL(path.join(root, 'dist/lambda/two/index.mjs')).href);
      expect(await handler()).toBe('heavy');
    });

    it('builds it again when it is missing', async () => {
      const { bundles } = await build(root);
      const [chunk = ''] = bundles.find(({ name }) => name === 'two')?.files ?? [];
      rmSync(path.join(root, 'dist/lambda/two', chunk));
      expect((await build(root)).built).toBe(true);
    });

    it('keeps no file of an earlier build', async () => {
      await build(root);
      write('app/heavy.ts', `export const heavy = (): string => 'heavier';`);
      const { bundles } = await build(root);
      const code = readdirSync(path.join(root, 'dist/lambda/two')).filter((file) => file.endsWith('.mjs'));
      expect(code.sort()).toEqual(bundles.find(({ name }) => name === 'two')?.files);
    });

    it('leaves out what only unused code would have imported', async () => {
      write('app/both.ts', `export const used = 1; export const unused = () => import('./heavy.ts');`);
      write(
        'app/lambda/two.ts',
        `import { used } from '../both.ts'; export const handler = async () => used;`,
      );
      await build(root);
      expect(filesOf('two')).toEqual(['index.mjs']);
    });
  });

  it('names the file and the line of a mistake', async () => {
    write('app/lambda/two.ts', 'export const handler = async () => {\n  return 1 +;\n};');
    await expect(build(root)).rejects.toThrow(/app\/lambda\/two\.ts:2:12/);
  });

  it('lets a bundle require a CommonJS dependency', async () => {
    write('node_modules/old/index.js', `const os = require('os'); module.exports = { eol: () => os.EOL };`);
    write('node_modules/old/package.json', '{"name":"old","main":"index.js"}');
    write('app/lambda/two.ts', `import old from 'old'; export const handler = async () => old.eol();`);
    await build(root);
    const { handler } = await import(pathToFileURL(path.join(root, 'dist/lambda/two/index.mjs')).href);
    expect(await handler()).toBe(os.EOL);
  });
});

it('gives the functions of the product the same bytes in another folder', { timeout: 60_000 }, async () => {
  for (const part of ['app', 'docs/openapi.json', 'package.json'])
    cpSync(path.join(ROOT, part), path.join(root, 'copy', part), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'copy', 'node_modules'), 'junction');
  const there = await build(path.join(root, 'copy'));
  expect(there.bundles.map(({ name }) => name)).toContain('http');
  expect(there.bundles).toEqual((await build()).bundles);
});

// A cold start reads and parses all of it: a dependency that slips in shows here first.
it('keeps every bundle under its budget', async () => {
  const { bundles } = await build();
  const over = bundles.filter(
    ({ name, bytes }) => bytes > (name === 'http' ? bundleBudget.http : bundleBudget.others),
  );
  expect(over).toEqual([]);
});

describe('npm run build', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['cdktf/build.ts', ...args], { cwd: ROOT }).catch((error) => error);

  it('names file and line of a mistake in one sentence', async () => {
    write('app/lambda/two.ts', 'export const handler = async () => {\n  return 1 +;\n};');
    expect(await run(root)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'app/lambda/two.ts:2: Unexpected ";"\n',
    });
  });

  it.each([
    ['--watch', 'There is no option --watch (see cdktf/README.md)\n'],
    ['no/such/folder', `There is nothing to build in no/such/folder: app/lambda is not there.\n`],
  ])('refuses %s, and makes nothing there', async (argument, stderr) => {
    expect(await run(argument)).toMatchObject({ code: 1, stdout: '', stderr });
    expect(existsSync(path.join(ROOT, argument))).toBe(false);
  });
});
