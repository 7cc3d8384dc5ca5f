import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadError } from '../run/errors.ts';
import { isRunning } from './checkout.ts';

/**
 * Makes sure that one comparison measures on this machine at a time: two would measure one another. The lock of a
 * process that is gone does not count.
 *
 * @param file the machine's one lock unless told
 * @throws LoadError `busy` naming the process that measures
 */
export async function lockMachine(
  file = join(tmpdir(), 'expense-tracker-load-compare.lock'),
): Promise<AsyncDisposable> {
  const take = () => writeFile(file, String(process.pid), { flag: 'wx' });
  try {
    await take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (isRunning(owner)) {
      throw new LoadError(
        'busy',
        `Process ${owner} measures on this machine already; two would measure one another.`,
      );
    }
    await rm(file, { force: true });
    await take();
  }
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}
