import { configDefaults, defineConfig } from 'vitest/config';
import { LeastPrivilegeReporter } from './test/iam/reporter.ts';

const exclude = ['test/containers/**', 'node_modules/**'];

export default defineConfig({
  test: {
    pool: 'threads',
    reporters: [...configDefaults.reporters, new LeastPrivilegeReporter()],
    testTimeout: 20_000,
    // Many files synthesize all stacks before their first test, which takes a busy machine its time.
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['{app,cdktf,localstack,load}/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...exclude, 'test/app/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'app',
          include: ['test/app/**/*.test.ts'],
          exclude,
          // One stack for all files; they follow one another because some of them move its clock.
          globalSetup: './test/app/support/boot.ts',
          // The first people to sign in meet functions that have yet to start, on a machine that may be busy.
          hookTimeout: 30_000,
          maxWorkers: 1,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
