import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Lock, LockHeldError, takeLock } from '../../locks/lock.ts';
import { LoadError } from '../errors.ts';

/** A file for each user: in a folder that all share, nobody may write to another one's. */
const machineLock = () => join(tmpdir(), `expense-tracker-load-${userInfo().uid}.lock`);

/**
 * Makes sure that one comparison of a user measures on this machine at a time: two would measure one another.
 *
 * @param file default: the machine's one lock
 * @throws LoadError `busy` naming the process that measures
 */
export function lockMachine(file = machineLock()): Lock {
  try {
    return takeLock(file);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    throw new LoadError(
      'busy',
      `This machine is being measured by ${error.holder} already; two would measure one another.`,
    );
  }
}
