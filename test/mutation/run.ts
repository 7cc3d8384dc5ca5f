import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { matchesGlob, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { type Scope, type ScopeName, scopes } from './scopes.ts';
import { hasSurvived, type JudgedMutant } from './score.ts';

/** Where reports, and copies of the checkout while it is changed, are kept: from the root. */
export const REPORTS = '.cache/mutation';

/** How a scope is run. */
export interface MutationRun {
  /** Whether what the last run of the scope saw noticed is taken over, where neither the code nor its tests have changed since. */
  readonly incremental: boolean;
}

/** Changes the code of a scope in a copy of the checkout, one mutant at a time, and runs the tests that reach it. */
export async function mutateScope(
  name: ScopeName,
  { incremental }: MutationRun,
): ReturnType<Stryker['runMutationTest']> {
  const { mutate, tests, only = [] }: Scope = scopes[name];
  const options = {
    mutate: [...mutate, '!**/*.{test,fixture}.ts'],
    plugins: ['@stryker-mutator/vitest-runner'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts', dir: tests },
    testFiles: [...only],
    coverageAnalysis: 'perTest',
    // Of a laptop's cores, the others are for whoever works on it.
    concurrency: 1,
    incremental: true,
    incrementalFile: `${REPORTS}/${name}.json`,
    tempDirName: `${REPORTS}/${name}-checkout`,
    // TypeScript 7 has no function to rewrite tsconfig.json with, which Stryker would call; nothing here needs that file, nor
    // the one that extends it.
    ignorePatterns: [
      '/.cache',
      '/dist',
      '/cdktf.out',
      '/load/results',
      '/tsconfig.json',
      '/load/k6/tsconfig.json',
    ],
    reporters: ['html', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    htmlReporter: { fileName: `${REPORTS}/${name}.html` },
  } satisfies ConstructorParameters<typeof Stryker>[0] & { vitest: object };
  if (incremental) await forgetSurvivors(options.incrementalFile);
  else await rm(options.incrementalFile, { force: true });
  const mutants = await new Stryker(options).runMutationTest();
  // What the last run found in files that have left the scope since is still among them.
  return mutants.filter(({ fileName }) =>
    mutate.some((glob) => matchesGlob(relative(process.cwd(), fileName), glob)),
  );
}

/** Takes what no test noticed out of the last run's report, so that it is tried again: Stryker itself would not see every reason to. */
async function forgetSurvivors(report: string): Promise<void> {
  if (!existsSync(report)) return;
  const last = JSON.parse(await readFile(report, 'utf8')) as {
    readonly files: Readonly<Record<string, { mutants: readonly JudgedMutant[] }>>;
  };
  for (const file of Object.values(last.files)) {
    file.mutants = file.mutants.filter((mutant) => !hasSurvived(mutant));
  }
  await writeFile(report, JSON.stringify(last));
}
