import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LoadError } from '../errors.ts';
import { several } from '../report/format.ts';
import type { RunRecord } from '../run/record.ts';
import type { MadeRun } from './comparable.ts';

/** What a side's name on the command line stands for. */
export type Side =
  | { readonly kind: 'runs'; readonly name: string; readonly runs: readonly MadeRun[] }
  | { readonly kind: 'working tree'; readonly name: string }
  | { readonly kind: 'commit'; readonly name: string; readonly commit: string };

/**
 * Finds out what a name stands for: `.` is the working tree; a file, or a folder with results in it, is runs that were
 * made; anything else is a git ref.
 *
 * @param root the checkout
 * @throws LoadError `side` when it is none of them, or a file is no result
 */
export async function readSide(name: string, root: string): Promise<Side> {
  if (name === '.') return { kind: 'working tree', name: 'working tree' };
  const found = await stat(name).catch(() => undefined);
  if (found?.isFile()) return { kind: 'runs', name, runs: [await readRun(name)] };
  const files = found?.isDirectory() ? await resultsIn(name) : [];
  if (files.length > 0) {
    return { kind: 'runs', name, runs: await Promise.all(files.map(readRun)) };
  }
  const commit = await commitOf(name, root);
  if (commit) return { kind: 'commit', name: `${name} (${commit.slice(0, 7)})`, commit };
  const nothing = found ? 'a folder without a summary.json in it, and no' : 'neither a file or folder nor a';
  throw new LoadError('side', `${name} is ${nothing} git ref of this checkout.`);
}

async function resultsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((file) => file.split(/[/\\]/).at(-1) === 'summary.json' && !file.includes('node_modules'))
    .map((file) => join(folder, file));
}

async function readRun(file: string): Promise<MadeRun> {
  let record: Partial<RunRecord>;
  try {
    record = JSON.parse(await readFile(file, 'utf8')) as Partial<RunRecord>;
  } catch (error) {
    throw new LoadError('side', `${file} cannot be read: ${(error as Error).message}.`);
  }
  if (record.version !== 1 || !record.routes || !record.totals) {
    throw new LoadError('side', `${file} is not the summary.json of a load run.`);
  }
  if (record.interrupted) throw new LoadError('side', `${file} is of a run that was interrupted.`);
  const { thrownIterations = 0 } = record.totals;
  if (thrownIterations > 0) {
    throw new LoadError(
      'side',
      `${file} is of a run whose script threw in ${several(thrownIterations, 'iteration')}.`,
    );
  }
  // Runs that were made before this was kept do not say what they were asked for.
  return { file, record: { arrivals: [], ...record } as RunRecord };
}

async function commitOf(ref: string, root: string): Promise<string | undefined> {
  if (ref.startsWith('-')) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`];
  return promisify(execFile)('git', args, { cwd: root }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}
