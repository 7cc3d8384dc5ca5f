import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The lock of a process that was killed counts this long; a living one renews its own. */
const STALE_MILLISECONDS = 30_000;

/** How often whoever waits looks again. */
const RETRY_MILLISECONDS = 50;

/**
 * Does `work` on a folder while no other process, and nothing else in this one, does so through this function: whoever
 * comes second waits, and then finds what the first has made. Ctrl-C lets go of the folder.
 * @param folder need not be there yet; the lock is `FOLDER.lock` beside it
 * @throws the error of the file system when no lock can be made there, e.g. ENOSPC
 */
export async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(folder), { recursive: true });
  const release = await take(folder);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function take(folder: string): Promise<() => Promise<void>> {
  // Loaded only when there is something to do: most starts find everything as it should be.
  const { lock } = (await import('proper-lockfile')).default;
  for (;;) {
    try {
      return await lock(folder, { realpath: false, stale: STALE_MILLISECONDS });
    } catch (error) {
      // Its own retries would wait for a full disk as well, and say nothing.
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      await pause(RETRY_MILLISECONDS);
    }
  }
}
