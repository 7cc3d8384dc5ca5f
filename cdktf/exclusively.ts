import { mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Does `work` on a folder exclusively: other callers, in this process or another, wait until it is done. The lock is
 * released when the process ends. @param folder need not exist yet; its lock is `.FOLDER.lock` beside it @throws the
 * error of the file system when no lock can be made there, e.g. ENOSPC
 */
export async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const { dir, base } = path.parse(path.resolve(folder));
  mkdirSync(dir, { recursive: true });
  // Loaded only when there is something to do, which is rare.
  const { waitForLock } = await import('../locks/lock.ts');
  using _lock = await waitForLock(path.join(dir, `.${base}.lock`));
  return await work();
}
