import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { ROOT } from '../../localstack/stack/sources/synthesis.ts';

/** How a case ended on a backend. */
export interface Outcome {
  readonly state: 'passes' | 'fails' | 'not offered';
  /** The failure's message, or why it is not offered. */
  readonly message?: string;
}

/** Outcomes by file and case: `localstack/conformance/sqs.test.ts` → `a queue > …`. */
export type Outcomes = Record<string, Record<string, Outcome>>;

/** Where the outcomes of a backend are kept, which docs/fidelity.md is made of. */
export const recordOf = (backend: string) => join(ROOT, 'test', 'containers', 'outcomes', `${backend}.json`);

export async function readOutcomes(backend: string): Promise<Outcomes> {
  try {
    return JSON.parse(await readFile(recordOf(backend), 'utf8')) as Outcomes;
  } catch {
    return {};
  }
}

/** Replaces what is kept of the files that were run; `outcomes` of other files stay. */
export async function keepOutcomes(backend: string, outcomes: Outcomes): Promise<void> {
  const kept = { ...(await readOutcomes(backend)), ...outcomes };
  const sorted = Object.fromEntries(Object.entries(kept).sort(([one], [other]) => (one < other ? -1 : 1)));
  await mkdir(dirname(recordOf(backend)), { recursive: true });
  await writeFile(recordOf(backend), `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Gathers how every case ended, and says one line a file. */
export class OutcomeReporter implements Reporter {
  readonly outcomes: Outcomes = {};
  /** Files that could not be run at all, and errors outside of tests. */
  readonly broken: string[] = [];

  onTestModuleEnd(module: TestModule): void {
    const file = module.relativeModuleId;
    const cases: Record<string, Outcome> = {};
    for (const test of module.children.allTests()) cases[test.fullName] = outcomeOf(test);
    this.outcomes[file] = cases;
    for (const { message } of module.errors()) this.broken.push(`${file}: ${message}`);
    const count = (state: Outcome['state']) =>
      Object.values(cases).filter((one) => one.state === state).length;
    console.log(
      `${file.padEnd(60)} ${count('passes')} pass, ${count('fails')} fail, ${count('not offered')} not offered`,
    );
  }

  onTestRunEnd(_modules: unknown, errors: readonly { readonly message: string }[]): void {
    // An answer that a failed case left unread is torn when its client closes; the case itself is counted already.
    for (const { message } of errors) if (message !== 'aborted') this.broken.push(message);
  }
}

function outcomeOf(test: TestCase): Outcome {
  const result = test.result();
  if (result.state === 'passed') return { state: 'passes' };
  if (result.state === 'failed') return { state: 'fails', message: oneLine(result.errors[0]?.message) };
  const note = result.state === 'skipped' ? result.note : undefined;
  return { state: 'not offered', message: note ?? 'needs the clock of the embedded AWS' };
}

/** Long enough to say what is wrong, and without what differs from run to run. */
function oneLine(message = ''): string {
  return stripVTControlCharacters(message)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'ID')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
    .replaceAll(/-[0-9a-f]{12}\b/g, '-ID')
    .split('\n')[0]
    ?.slice(0, 200) as string;
}
