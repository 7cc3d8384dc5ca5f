import { defineConfig } from 'vitest/config';
import { conformanceFiles } from './test/containers/backends.ts';
import { backendName } from './test/support/backend.ts';

const suites = process.env.CONTAINERS_SUITES ?? 'conformance';
const conformance = suites.includes('conformance')
  ? conformanceFiles(backendName)
  : { include: [], exclude: [] };

/** The suites on another backend than the embedded AWS; test/containers/run.ts runs it. */
export default defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    include: [...conformance.include, ...(suites.includes('app') ? ['test/app/**/*.test.ts'] : [])],
    exclude: [...conformance.exclude, 'node_modules/**'],
    globalSetup: backendName === 'embedded' ? [] : ['./test/containers/setup.ts'],
  },
});
