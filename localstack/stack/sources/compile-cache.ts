import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/**
 * Where Node keeps what it compiled. For a process's first file as well it must be told by the environment: without,
 * that one file has the type stripper loaded.
 */
export const COMPILE_CACHE = join(import.meta.dirname, '..', '..', '..', '.cache', 'node');

/**
 * Compiling and stripping types takes longer than anything else at start: keeps both, for every thread of this process and
 * every process that it starts. To be called before anything large is imported.
 */
export function keepCompiled(): void {
  process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;
  enableCompileCache();
}
