import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/** SHA-256 of files, by their paths relative to the checkout, with forward slashes. */
export type Hashes = Readonly<Record<string, string>>;

/** How often something is made again from sources because they were saved meanwhile. */
export const ATTEMPTS = 5;

/** The sources were saved during every attempt to make something of them. */
export class SourcesChangedError extends Error {
  readonly code = 'sources.changed';

  /** @param work what was tried, as in "Sources were saved while they were …" */
  constructor(work: string) {
    super(`Sources were saved each of ${ATTEMPTS} times while they were ${work}: nothing is kept of it.`);
  }
}

/** SHA-256 of each of these files as it is now. */
export function hashesOf(files: readonly string[], root: string): Hashes {
  return Object.fromEntries(files.map((file) => [file, hashOf(file, root)]));
}

/** Whether every file is unchanged. */
export function stillHold(hashes: Hashes, root: string): boolean {
  return Object.entries(hashes).every(([file, hash]) => hashOf(file, root) === hash);
}

/** SHA-256 of some content. */
export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function hashOf(file: string, root: string): string {
  try {
    return sha256(readFileSync(path.join(root, file)));
  } catch {
    return 'absent';
  }
}

/**
 * Gives esbuild the checkout's own sources, each read once for all builds that share it, and keeps the hashes of
 * exactly what was built: a file that is hashed before or after could have been saved in between. Installed packages
 * are left out, because the lock file pins them.
 */
export class SourceReader {
  readonly #root: string;
  readonly #contents = new Map<string, Promise<Buffer>>();
  readonly #hashes = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** What was read so far, sorted by path. */
  get hashes(): Hashes {
    return Object.fromEntries([...this.#hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** For the `plugins` of each build. */
  readonly plugin: Plugin = {
    name: 'sources-read',
    setup: ({ onLoad }) => {
      onLoad({ filter: ownFiles(this.#root) }, async (file) => ({
        contents: await this.#read(file.path),
        loader: 'default',
      }));
    },
  };

  #read(file: string): Promise<Buffer> {
    let content = this.#contents.get(file);
    if (!content) {
      content = readFile(file).then((bytes) => {
        this.#hashes.set(path.relative(this.#root, file).replaceAll(path.sep, '/'), sha256(bytes));
        return bytes;
      });
      this.#contents.set(file, content);
    }
    return content;
  }
}

/** Everything in the checkout but the packages. esbuild's expressions know no lookahead, so each entry is named. */
function ownFiles(root: string): RegExp {
  const own = readdirSync(root).filter((entry) => entry !== 'node_modules');
  const names = own.map((entry) => RegExp.escape(entry)).join('|');
  return new RegExp(`^${RegExp.escape(root)}[/\\\\](?:${names})(?:[/\\\\]|$)`);
}
