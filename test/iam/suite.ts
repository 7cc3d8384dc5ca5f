import { createVitest, type Reporter, type TestModule } from 'vitest/node';

/** How one file of the application's suite went. */
export interface FileRun {
  /** From the checkout: `test/app/approvals.test.ts`. */
  readonly file: string;
  readonly passed: boolean;
  /** The cases that failed, with the reason of each. */
  readonly failed: readonly string[];
  /** Real milliseconds. */
  readonly duration: number;
}

/** The application's end-to-end suite, for running it or single files of it again and again on one stack. */
export interface Suite extends AsyncDisposable {
  /** Runs the files named, all without a name, one after the other. */
  run(files?: readonly string[]): Promise<readonly FileRun[]>;
}

export interface SuiteOptions {
  /** Ends a run at the first failure. */
  readonly untilFailure?: boolean;
  /** Told of each file as it ends; the next begins after it. */
  readonly onFile?: (run: FileRun) => Promise<void>;
}

/** Opens the suite for the target that the environment describes (test/app/support/boot.ts). */
export async function openSuite({ untilFailure = false, onFile }: SuiteOptions = {}): Promise<Suite> {
  let runs: FileRun[] = [];
  const reporter: Reporter = {
    async onTestModuleEnd(module) {
      const run = outcomeOf(module);
      runs.push(run);
      await onFile?.(run);
    },
  };
  const vitest = await createVitest('test', {
    watch: false,
    project: ['app'],
    reporters: [reporter],
    ...(untilFailure ? { bail: 1 } : {}),
  });
  return {
    async run(files = []) {
      runs = [];
      const all = await vitest.globTestSpecifications();
      const wanted = all.filter(
        ({ moduleId }) => files.length === 0 || files.some((file) => moduleId.endsWith(file)),
      );
      const { unhandledErrors } = await vitest.runTestSpecifications(wanted, files.length === 0);
      // An answer that a failed case left unread is torn when its client closes; the case itself is counted already.
      const [error] = unhandledErrors.filter((each) => (each as Error).message !== 'aborted');
      if (error !== undefined) throw error;
      return runs;
    },
    [Symbol.asyncDispose]: () => vitest.close(),
  };
}

function outcomeOf(module: TestModule): FileRun {
  const failed = [...module.children.allTests('failed')].map((test) => {
    const [error] = test.result().errors ?? [];
    return `${test.fullName}: ${error?.message.split('\n', 1)[0]}`;
  });
  return {
    file: module.relativeModuleId,
    passed: module.ok(),
    failed: [...failed, ...module.errors().map(({ message }) => message)],
    duration: Math.round(module.diagnostic().duration),
  };
}
