import { configDefaults, defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './localstack/stack/sources/compile-cache.ts';
import { LeastPrivilegeReporter } from './test/iam/reporter.ts';

// What needs a container engine, or Python, has commands of its own.
const exclude = ['test/containers/**', 'localstack/clients/python/**', '**/node_modules/**'];

// What Node has compiled is kept from run to run, for the programs that tests start as well: most of them are over sooner
// than they would be compiled.
process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;

export default defineConfig({
  // The local AWS's package is tested as its sources are.
  ssr: { resolve: { conditions: ['embedded-aws-source', 'node'] } },
  test: {
    pool: 'threads',
    // Vitest leaves one core to itself, which it does not need: of two, that is half.
    maxWorkers: '100%',
    // Files of one worker share what they import: the SDK's clients take longer to load than most files to run.
    isolate: false,
    setupFiles: './test/support/environment.ts',
    reporters: [...configDefaults.reporters, new LeastPrivilegeReporter()],
    // For what hangs. How long a test takes is not asserted: a busy machine takes its time to start programs and stacks.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['{app,cdktf,localstack,load,locks}/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...exclude, 'test/app/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'app',
          include: ['test/app/**/*.test.ts'],
          exclude,
          // A stack for each worker; files follow one another on it because some of them move its clock, and so they do
          // on the one target that is given.
          globalSetup: './test/app/support/boot.ts',
          maxWorkers: process.env.API_URL === undefined ? 2 : 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
