import { Stryker } from '@stryker-mutator/core';
import { type ScopeName, scopes } from './scopes.ts';

/** Where reports, and copies of the checkout while it is changed, are kept: from the root. */
export const REPORTS = '.cache/mutation';

/** How a scope is run. */
export interface MutationRun {
  /** Whether what the last run of the scope found is taken over, where neither the code nor its tests have changed since. */
  readonly incremental: boolean;
}

/** Changes the code of a scope in a copy of the checkout, one mutant at a time, and runs the tests that reach it. */
export function mutateScope(
  name: ScopeName,
  { incremental }: MutationRun,
): ReturnType<Stryker['runMutationTest']> {
  const { mutate, tests } = scopes[name];
  const options: ConstructorParameters<typeof Stryker>[0] & { vitest: object } = {
    mutate: [...mutate, '!**/*.{test,fixture}.ts'],
    plugins: ['@stryker-mutator/vitest-runner'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts', dir: tests, related: false },
    coverageAnalysis: 'perTest',
    // Of a laptop's cores, the others are for whoever works on it.
    concurrency: 1,
    incremental: true,
    incrementalFile: `${REPORTS}/${name}.json`,
    force: !incremental,
    tempDirName: `${REPORTS}/${name}-checkout`,
    // TypeScript 7 has no function to rewrite tsconfig.json with, which Stryker would call; nothing here needs that file.
    ignorePatterns: ['/.cache', '/dist', '/cdktf.out', '/load/results', '/tsconfig.json'],
    reporters: ['html', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    htmlReporter: { fileName: `${REPORTS}/${name}.html` },
  };
  return new Stryker(options).runMutationTest();
}
