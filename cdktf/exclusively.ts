import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** The lock of a process that was killed counts this long; a living one renews its own. */
const STALE_MILLISECONDS = 30_000;

/** How often whoever waits looks again. */
const RETRY_MILLISECONDS = 50;

/**
 * Does `work` on a folder while no other process, and nothing else in this one, does so through this function: whoever
 * comes second waits, and then finds what the first has made. Ctrl-C lets go of the folder.
 * @param folder need not be there yet; the lock is `FOLDER.lock` beside it
 */
export async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  // Loaded only when there is something to do: most starts find everything as it should be.
  const { lock } = (await import('proper-lockfile')).default;
  mkdirSync(path.dirname(folder), { recursive: true });
  const release = await lock(folder, {
    realpath: false,
    stale: STALE_MILLISECONDS,
    retries: { forever: true, factor: 1, minTimeout: RETRY_MILLISECONDS },
  });
  try {
    return await work();
  } finally {
    await release();
  }
}
