import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkOut, removeAbandonedCheckouts } from './checkout.ts';
import { lockMachine } from './lock.ts';
import { readSide } from './sides.ts';

let root: string;
let commit: string;

function git(...args: readonly string[]): string {
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...author, ...args], { cwd: root, encoding: 'utf8' }).trim();
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'checkout-'));
  git('init', '--quiet', '--initial-branch', 'main');
  await writeFile(join(root, 'package-lock.json'), '{}');
  await writeFile(join(root, '.gitignore'), 'node_modules\n.cache\n');
  await writeFile(join(root, 'file.txt'), 'before');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Before');
  commit = git('rev-parse', 'HEAD');
  await writeFile(join(root, 'file.txt'), 'after');
  git('commit', '--quiet', '-am', 'After');
  await mkdir(join(root, 'node_modules'));
  await writeFile(join(root, 'node_modules', 'kept'), '');
});

afterAll(() => rm(root, { recursive: true }));

describe('checkOut', () => {
  test('puts a commit into a folder of its own that shares node_modules, and leaves nothing behind', async () => {
    let folder: string;
    {
      await using checkout = await checkOut({ root, commit, side: 'a', log: () => {} });
      folder = checkout.folder;
      expect(await readFile(join(folder, 'file.txt'), 'utf8')).toBe('before');
      expect(await readlink(join(folder, 'node_modules'))).toBe(join(root, 'node_modules'));
    }
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(join(root, 'node_modules', 'kept'))).toBe(true);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  test('says in one sentence what git said, and leaves nothing behind either', async () => {
    const making = checkOut({ root, commit: 'f'.repeat(40), side: 'b', log: () => {} });
    await expect(making).rejects.toMatchObject({ code: 'checkout', message: /^git worktree failed: / });
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  test('finds nothing in its way of what a killed process left', async () => {
    const folder = join(root, '.cache', 'compare', 'a');
    await mkdir(join(root, '.cache', 'compare'), { recursive: true });
    git('worktree', 'add', '--quiet', '--detach', folder, commit);
    await mkdir(join(root, '.cache', 'compare', '4711-b'));
    await removeAbandonedCheckouts(root);
    expect(await readdir(join(root, '.cache', 'compare'))).toEqual([]);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
    await using _checkout = await checkOut({ root, commit, side: 'a', log: () => {} });
  });
});

describe('lockMachine', () => {
  test('refuses a second measurement by the id of the first, until that is done', () => {
    const file = join(root, 'lock');
    {
      using _first = lockMachine(file);
      expect(() => lockMachine(file)).toThrow(
        expect.objectContaining({
          code: 'busy',
          message: `This machine is being measured by process ${process.pid} already; two would measure one another.`,
        }),
      );
    }
    lockMachine(file).release();
  });
});

describe('readSide', () => {
  const run = { version: 1, routes: [], totals: {}, startedAt: '2026-11-25T10:00:00Z' };

  test('knows the working tree, and commits by any name that git knows', async () => {
    expect(await readSide('.', root)).toEqual({ kind: 'working tree', name: 'working tree' });
    expect(await readSide('main~1', root)).toEqual({
      kind: 'commit',
      commit,
      name: `main~1 (${commit.slice(0, 7)})`,
    });
  });

  test('knows one result, and a folder with those of several runs', async () => {
    const folder = join(root, 'results');
    for (const name of ['one', 'two']) {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, 'summary.json'), JSON.stringify(run));
    }
    expect(await readSide(join(folder, 'one', 'summary.json'), root)).toMatchObject({
      runs: [{ file: join(folder, 'one', 'summary.json'), record: run }],
    });
    expect(await readSide(folder, root)).toMatchObject({
      kind: 'runs',
      runs: [{ record: run }, { record: run }],
    });
  });

  test('refuses what is none of them in one sentence', async () => {
    const nonsense = join(root, 'nonsense.json');
    await writeFile(nonsense, '{"version":7}');
    const interrupted = join(root, 'interrupted.json');
    await writeFile(interrupted, JSON.stringify({ ...run, interrupted: true }));
    await expect(readSide('no-such-ref', root)).rejects.toThrow(
      'no-such-ref is neither a file or folder nor a git ref of this checkout.',
    );
    await expect(readSide(nonsense, root)).rejects.toThrow('is not the summary.json of a load run.');
    await expect(readSide(interrupted, root)).rejects.toThrow('is of a run that was interrupted.');
    const broken = join(root, 'broken.json');
    await writeFile(broken, JSON.stringify({ ...run, totals: { thrownIterations: 3 } }));
    await expect(readSide(broken, root)).rejects.toThrow('is of a run whose script threw in 3 iterations.');
  });
});
