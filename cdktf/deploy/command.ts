import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { UsageError } from '../../preflight/command-line.ts';
import { DEPLOYED_STACKS, stackId } from '../naming.ts';
import type { Settings } from '../settings.ts';
import type { Environment } from './arguments.ts';
import { DeployError } from './errors.ts';
import { runTool } from './run-tool.ts';

/** The checkout. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** CDKTF's output folder. */
export const OUTPUT = path.resolve(ROOT, process.env.CDKTF_OUTDIR ?? 'cdktf.out');

/** Where each stage's outputs are kept, as `STAGE.json`. */
export const OUTPUTS_FOLDER = path.resolve(ROOT, process.env.OUTPUTS_FOLDER ?? 'outputs');

/** The stacks' ids, in the order in which they are deployed. */
export function stackIds(settings: Settings): string[] {
  return DEPLOYED_STACKS.map((name) => stackId(settings, name));
}

/** The folder in which Terraform runs for a stack. */
export function stackFolder(id: string): string {
  return path.join(OUTPUT, 'stacks', id);
}

/**
 * Builds and synthesizes for the settings in `environment`.
 * @throws DeployError `failed`, after what is wrong was printed
 */
export async function synthesize(environment: Environment): Promise<void> {
  const run = await runTool(process.execPath, [path.join(ROOT, 'cdktf', 'synth.ts')], {
    directory: ROOT,
    environment: { ...environment, CDKTF_OUTDIR: OUTPUT },
  });
  if (run.interrupted) throw new DeployError('interrupted', 'Interrupted before anything was changed.');
  if (run.status !== 0)
    throw new DeployError('failed', 'The stacks could not be synthesized; nothing was changed.');
}

/**
 * Asks before something is changed, except with `--yes`.
 * @throws DeployError `refused` without a yes, and when there is nobody to ask
 */
export async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new DeployError(
      'refused',
      `${question} There is nobody to ask here: say --yes on the command line.`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} Type yes: `).finally(() => terminal.close());
  if (answer.trim() !== 'yes') throw new DeployError('refused', 'Nothing was changed.');
}

/** Runs a command line's main function: one sentence and a status other than 0 when it fails. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof DeployError || error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof DeployError ? error.status : 1;
  }
}
