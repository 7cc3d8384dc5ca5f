import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Calls `changed` whenever a TypeScript source under one of the folders is written, made or removed. Each folder
 * is watched by itself: Node's recursive watching on Linux loses a file when an editor replaces it by another.
 * @returns how to stop
 */
export function watchSources(folders: readonly string[], changed: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();

  function heard(file: string | null): void {
    // A name without an ending may be a new folder.
    if (file !== null && !file.includes('.')) for (const folder of folders) watchBelow(folder);
    if (file?.endsWith('.ts') && !file.endsWith('.test.ts')) changed();
  }

  function watchBelow(folder: string): void {
    const inside = readdirSync(folder, { recursive: true, withFileTypes: true });
    const all = inside
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const each of [folder, ...all]) {
      if (watchers.has(each)) continue;
      const watcher = watch(each, (_event, file) => heard(file));
      // A folder that is removed is no fault; its parent tells of it.
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(each);
      });
      watchers.set(each, watcher);
    }
  }

  for (const folder of folders) watchBelow(folder);
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}
