import type { Stats } from 'node:fs';
import { relative, sep } from 'node:path';
import { watch } from 'chokidar';

/** What is watched. */
export interface WatchedSources {
  /** The checkout. */
  readonly root: string;
  /** Files and folders in it, with forward slashes; those that are not there are noticed as they come. */
  readonly paths: readonly string[];
  /** What was written from then on, in milliseconds since 1970, counts as changed when watching begins. */
  readonly since: number;
}

/** Who is told of them. */
export interface SourceListener {
  /**
   * A source was written, made or removed. Before watching began, also a folder that one may have been removed from.
   * @param path from the checkout, with forward slashes
   */
  changed(path: string): void;
  /** Some of what happens is not heard of; the error is the file system's. */
  failed(error: Error): void;
  /** Whatever happens from now on is heard of. */
  ready?(): void;
}

/** File systems keep times of change by the tick of their clock, which is up to this long behind. */
const TICK_MS = 10;

/**
 * Tells whenever a TypeScript or JSON source of the checkout is written, made or removed; tests are none. It watches the
 * checkout and not its folders, so that any of them may be replaced, as by switching a branch. Links are followed.
 * @returns how to stop; resolved when nothing more will be told
 */
export function watchSources(
  { root, paths, since }: WatchedSources,
  listener: SourceListener,
): () => Promise<void> {
  const nameOf = (file: string) => relative(root, file).split(sep).join('/');
  const watcher = watch(root, {
    ignored: (file, stats) => !isWatched(nameOf(file), paths, stats),
    alwaysStat: true,
  });
  let ready = false;
  const isNews = (stats: Stats | undefined) => ready || (stats?.ctimeMs ?? 0) > since - TICK_MS;
  const heard = (file: string, stats?: Stats) => isNews(stats) && listener.changed(nameOf(file));
  watcher.on('add', heard);
  watcher.on('change', heard);
  watcher.on('unlink', heard);
  watcher.on('addDir', (folder, stats) => {
    if (!ready && isNews(stats) && isInside(nameOf(folder), paths)) listener.changed(nameOf(folder));
  });
  watcher.on('error', (error) => listener.failed(error as Error));
  watcher.on('ready', () => {
    ready = true;
    listener.ready?.();
  });
  return () => watcher.close();
}

/** @param stats unknown where it is not yet known what is there */
function isWatched(name: string, paths: readonly string[], stats: Stats | undefined): boolean {
  // The way down to what is watched.
  if (name === '' || paths.some((path) => path.startsWith(`${name}/`))) return true;
  return isInside(name, paths) && (!stats?.isFile() || isSource(name));
}

function isInside(name: string, paths: readonly string[]): boolean {
  return paths.some((path) => name === path || name.startsWith(`${path}/`));
}

function isSource(name: string): boolean {
  return /\.(ts|json)$/.test(name) && !name.endsWith('.test.ts');
}
