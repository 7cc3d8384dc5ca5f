import { mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Does `work` on a folder while no other process, and nothing else in this one, does so through this function: whoever
 * comes second waits, and then finds what the first has made. The end of a process lets go of the folder.
 * @param folder need not be there yet; its lock is `.FOLDER.lock` beside it
 * @throws the error of the file system when no lock can be made there, e.g. ENOSPC
 */
export async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const { dir, base } = path.parse(path.resolve(folder));
  mkdirSync(dir, { recursive: true });
  // Loaded only when there is something to do: most starts find everything as it should be.
  const { waitForLock } = await import('../locks/lock.ts');
  using _lock = await waitForLock(path.join(dir, `.${base}.lock`));
  return await work();
}
