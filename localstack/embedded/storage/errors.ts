import { AwsError } from '../core/errors.ts';

/** Another process keeps its state in this directory. */
export class DataDirectoryInUseError extends Error {
  readonly code = 'DataDirectoryInUse';
}

/** Data cannot be kept in this directory: it is a file, may not be written, its disk is full … */
export class DataDirectoryUnusableError extends Error {
  readonly code = 'DataDirectoryUnusable';

  /** @param path what the file system refused */
  constructor(path: string, cause: unknown) {
    super(`No data can be kept in ${path}: ${whyOf(cause)}.`, { cause });
  }
}

/** A journal has bytes that nobody wrote, or lacks some that were; it was left as it is. */
export class JournalDamagedError extends Error {
  readonly code = 'DataDamaged';
  /** The byte of the file from which on it cannot be trusted. */
  readonly position: number;

  constructor(path: string, size: number, { position, reason }: Damage) {
    super(`${path} is damaged at byte ${position} of ${size}: ${reason}. It was left as it is.`);
    this.position = position;
  }
}

/** A file stands where a journal would, and nothing in it is one's; it was left as it is. */
export class ForeignFileError extends Error {
  readonly code = 'DataForeign';

  constructor(path: string) {
    super(
      `Nothing in ${path} can be read as a journal. It was left as it is: move it away, or choose another folder.`,
    );
  }
}

/** A change that could not be kept, and so has not happened. Clients see it as AWS's own failure, with the reason. */
export class ChangeNotKeptError extends AwsError {
  constructor(path: string, cause: unknown) {
    super('InternalFailure', `The change was refused: ${path} cannot be written, ${whyOf(cause)}.`, 500);
    this.cause = cause;
  }
}

/** Where a journal is damaged, and how that shows. */
export interface Damage {
  readonly position: number;
  readonly reason: string;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is missing',
  EDQUOT: "the user's share of the disk is used up",
  EEXIST: 'it is not a folder',
  EFBIG: 'the file may not become larger',
  EIO: 'the disk fails',
  EISDIR: 'it is a folder',
  ELOOP: 'links in its path lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it cannot be made there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is not a folder',
  EPERM: 'permission is missing',
  EROFS: 'its file system is read-only',
};

/** Why the file system refused something, e.g. `the disk is full (ENOSPC)`. */
export function whyOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return reason ? `${reason} (${code})` : message;
}
