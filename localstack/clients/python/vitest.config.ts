import { defineConfig } from 'vitest/config';

// Programs in Python, which `npm test` leaves alone: it needs nothing but Node.
export default defineConfig({
  ssr: { resolve: { conditions: ['embedded-aws-source', 'node'] } },
  test: {
    name: 'clients',
    root: new URL('../../..', import.meta.url).pathname,
    include: ['localstack/clients/python/**/*.test.ts'],
    setupFiles: './test/support/environment.ts',
    isolate: false,
    pool: 'threads',
    // For what hangs: each command starts Python, and the first run installs its packages.
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
