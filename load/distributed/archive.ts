import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { LoadError } from '../errors.ts';
import type { K6 } from '../find-k6/find.ts';
import type { LoadPlan } from '../shared/plan.ts';

/** What k6 itself says of an archive (`k6 inspect --execution-requirements`). */
export interface Requirements {
  readonly maxVUs: number;
  /** As k6 writes durations: `1m30s`. */
  readonly totalDuration: string;
}

/**
 * Packs the scripts and a plan into one file that k6 runs anywhere, and lets k6 look at it. The plan holds access
 * tokens: whoever has the file can act as the load's people until the tokens expire.
 *
 * @param file where the archive is written
 * @throws LoadError `archive` with what k6 said
 */
export async function writeArchive(k6: K6, plan: LoadPlan, file: string): Promise<Requirements> {
  const folder = await mkdtemp(join(tmpdir(), 'load-plan-'));
  const planFile = join(folder, 'plan.json');
  const script = resolve(import.meta.dirname, '..', 'k6', 'main.ts');
  try {
    await writeFile(planFile, JSON.stringify(plan), { mode: 0o600 });
    await mkdir(dirname(resolve(file)), { recursive: true });
    // k6 keeps these variables in the archive, so that nobody has to set them where it runs.
    const variables = ['-e', `LOAD_PLAN=${planFile}`, '-e', 'LOAD_SUMMARY=stdout'];
    await run(k6, ['archive', ...variables, '-O', file, script]);
    return JSON.parse(await run(k6, ['inspect', '--execution-requirements', file])) as Requirements;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(k6: K6, args: readonly string[]): Promise<string> {
  try {
    const env = { ...process.env, K6_NO_USAGE_REPORT: 'true' };
    return (await promisify(execFile)(k6.command, [...k6.prefix, ...args], { env })).stdout;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new LoadError('archive', `k6 ${args[0]} failed: ${stderr?.trim().split('\n').at(-1) ?? message}`);
  }
}
