import { existsSync, statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Kept in memory by the system: the storage's tests write thousands of files for each mutant, there in a tenth of the time. */
const MEMORY = '/dev/shm';

/** The first failure ends a mutant's run, so that what is over soonest goes first. */
class ShortestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => statSync(a.moduleId).size - statSync(b.moduleId).size);
  }
}

// What a mutant is held to: the tests beside its code, which take milliseconds.
export default defineConfig({
  test: {
    // Each file loads what it tests itself: else what a module does as it is loaded counts for whichever test came first.
    isolate: true,
    env: existsSync(MEMORY) ? { TMPDIR: MEMORY } : {},
    include: ['**/*.test.ts'],
    // Starts programs, which know nothing of the mutant.
    exclude: ['**/full-disk.test.ts'],
    setupFiles: ['./test/support/environment.ts', './test/mutation/seeded.ts'],
    sequence: { sequencer: ShortestFirst },
    // What never ends is Stryker's to notice.
    testTimeout: 60_000,
  },
});
