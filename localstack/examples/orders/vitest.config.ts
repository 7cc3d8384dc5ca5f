import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The first test of a file waits until AWS is up, on a busy machine for longer than Vitest's five seconds.
  test: { testTimeout: 60_000, hookTimeout: 60_000 },
});
