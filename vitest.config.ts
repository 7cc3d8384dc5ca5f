import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,cdktf,localstack,load}/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/containers/**', 'node_modules/**'],
    pool: 'threads',
    testTimeout: 20_000,
  },
});
