import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Stripping types and compiling takes longer than anything else at start: both are kept, for every process. The local AWS
// keeps them in the same place; load knows of that nothing but its front door.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '..', '..', '.cache', 'node');
enableCompileCache(process.env.NODE_COMPILE_CACHE);

const [{ runCommand }, { loadCommand }] = await Promise.all([
  import('../command.ts'),
  import('./command.ts'),
]);
await runCommand(loadCommand, 'Interrupted before anything was measured.');
