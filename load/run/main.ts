import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { LoadError } from './errors.ts';

// Stripping types and compiling takes longer than anything else at start: both are kept, for every process. The local AWS
// keeps them in the same place; load knows of that nothing but its front door.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '..', '..', '.cache', 'node');
enableCompileCache(process.env.NODE_COMPILE_CACHE);

try {
  const { loadCommand } = await import('./command.ts');
  process.exitCode = await loadCommand();
} catch (error) {
  console.error(error instanceof LoadError ? error.message : error);
  process.exitCode = 1;
}
