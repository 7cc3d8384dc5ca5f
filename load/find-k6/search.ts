import { join } from 'node:path';
import type { Log } from '../log.ts';
import { pinnedChecksums, releaseUrl } from './release.ts';

/** Where k6 is looked for; an argument, so that tests need neither the internet nor a machine without k6. */
export interface K6Search {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where a built or downloaded k6 is kept, by version. */
  readonly cacheFolder: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** Gets what is done, and how far it is. */
  readonly log: Log;
  /** What downloads; absent: a k6 is neither built nor downloaded. */
  readonly fetch?: typeof fetch;
  readonly release: ReleaseSource;
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** Where releases are, and how long to wait for them. */
export interface ReleaseSource {
  /** The folder with the archives and the list of their checksums. */
  readonly url: string;
  /** SHA-256 by archive; the release's own list has those that are missing here. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Milliseconds until the first byte, and between any two pieces after it. */
  readonly patience: number;
}

/** Looks on this machine, and downloads or builds what is not there. */
export function k6Search(log: Log, signal?: AbortSignal): K6Search {
  return {
    environment: process.env,
    cacheFolder: join(import.meta.dirname, '..', '..', '.cache', 'k6'),
    platform: process.platform,
    architecture: process.arch,
    log,
    fetch,
    release: { url: releaseUrl, checksums: pinnedChecksums, patience: 10_000 },
    ...(signal ? { signal } : {}),
  };
}
