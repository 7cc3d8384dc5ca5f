import { defineConfig } from 'vitest/config';
import { backendName } from './localstack/testing/backend.ts';
import { conformanceFiles } from './test/containers/backends.ts';

const suites = process.env.CONTAINERS_SUITES ?? 'conformance';

function conformanceSuite() {
  if (suites.includes('conformance')) return conformanceFiles(backendName, 'all');
  return suites.includes('data') ? conformanceFiles(backendName, 'data') : { include: [], exclude: [] };
}

const conformance = conformanceSuite();

function globalSetup(): string[] {
  // What is deployed on AWS runs already; test/containers/run.ts has opened it.
  if (!['embedded', 'aws'].includes(backendName)) return ['./test/containers/setup.ts'];
  return suites.includes('app') ? ['./test/app/support/boot.ts'] : [];
}

/** The suites on another backend than the embedded AWS; test/containers/run.ts runs it. */
export default defineConfig({
  test: {
    pool: 'threads',
    // On the embedded AWS, files of the application's suite move the clock of the one stack that they share.
    maxWorkers: backendName === 'embedded' ? 1 : 2,
    isolate: backendName !== 'embedded',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    include: [...conformance.include, ...(suites.includes('app') ? ['test/app/**/*.test.ts'] : [])],
    exclude: [...conformance.exclude, 'node_modules/**'],
    globalSetup: globalSetup(),
  },
});
