import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LoadError } from '../errors.ts';
import type { Log } from '../log.ts';

/** A commit's files in a folder of their own, ready to be started; the folder is gone when it is disposed of. */
export interface Checkout extends AsyncDisposable {
  readonly folder: string;
}

/** What making a checkout needs to know. */
export interface CheckoutOptions {
  /** The checkout that we run in: its repository, its node_modules. */
  readonly root: string;
  readonly commit: string;
  readonly side: 'a' | 'b';
  readonly log: Log;
  readonly signal?: AbortSignal;
}

/** Where checkouts are made, below the root, each named after its side. */
const place = join('.cache', 'compare');

/**
 * Checks a commit out into a git worktree. It shares this checkout's node_modules, unless its package-lock.json is
 * another: then it gets its own by `npm ci`. One process at a time: whoever calls has the machine's lock.
 *
 * @throws LoadError `checkout` with what git or npm said
 */
export async function checkOut(options: CheckoutOptions): Promise<Checkout> {
  const { root, commit, side, log, signal } = options;
  const folder = join(root, place, side);
  const remove = () => removeCheckout(root, folder);
  try {
    await mkdir(join(root, place), { recursive: true });
    await run('git', ['worktree', 'add', '--detach', '--quiet', folder, commit], root, signal);
    if (await sameFile(join(root, 'package-lock.json'), join(folder, 'package-lock.json'))) {
      await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    } else {
      log(`${commit.slice(0, 7)} has other dependencies: npm ci`);
      await run('npm', ['ci', '--no-audit', '--no-fund'], folder, signal);
    }
    return { folder, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Removes what processes left behind that were killed. Whoever calls has the machine's lock, so that none of it is used. */
export async function removeAbandonedCheckouts(root: string): Promise<void> {
  const names = await readdir(join(root, place)).catch(() => []);
  for (const name of names) await removeCheckout(root, join(root, place, name));
}

async function removeCheckout(root: string, folder: string): Promise<void> {
  // The link first: nothing that removes a folder shall follow it.
  await unlink(join(folder, 'node_modules')).catch(() => {});
  await rm(folder, { recursive: true, force: true });
  await run('git', ['worktree', 'prune'], root).catch(() => {});
}

async function sameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map((file) => readFile(file).catch(() => undefined)),
  );
  return first !== undefined && second !== undefined && first.equals(second);
}

async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  signal?: AbortSignal,
): Promise<void> {
  // npm is a script on Windows, which only a shell starts.
  const shell = command === 'npm' && process.platform === 'win32';
  const options = { cwd, shell, maxBuffer: 2 ** 26, ...(signal ? { signal } : {}) };
  await promisify(execFile)(command, [...args], options).catch((error: Error & { stderr?: string }) => {
    const reason = (error.stderr || error.message).trim().split('\n').at(-1);
    throw new LoadError('checkout', `${command} ${args[0]} failed: ${reason}`);
  });
}
