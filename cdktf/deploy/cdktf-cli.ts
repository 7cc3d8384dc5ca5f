import { readFileSync } from 'node:fs';
import type { Environment } from './arguments.ts';
import { DeployError } from './errors.ts';
import { runTool } from './run-tool.ts';

const PACKAGES = JSON.parse(
  readFileSync(new URL('../cli-packages.json', import.meta.url), 'utf8'),
) as readonly string[];

/**
 * Runs cdktf's own command line, fetched by npx at pinned versions (see docs/adr/0008), on stacks that are synthesized.
 * @param place the folder with cdktf.json, and CDKTF's output folder
 * @throws DeployError `failed` or `interrupted`, saying what state Terraform is in
 */
export async function cdktf(
  { root, output }: { readonly root: string; readonly output: string },
  args: readonly string[],
  environment: Environment,
): Promise<void> {
  const packages = PACKAGES.flatMap((name) => ['--package', name]);
  const all = ['--yes', ...packages, '--', 'cdktf', ...args, '--skip-synth', '--output', output];
  const run = await runTool('npx', all, { directory: root, environment });
  const what = `cdktf ${args[0]}`;
  if (run.interrupted) {
    throw new DeployError(
      'interrupted',
      `${what} was interrupted; what had been done stands in Terraform's state, and running it again goes on from there.`,
    );
  }
  if (run.status !== 0) {
    throw new DeployError(
      'failed',
      `${what} ended with ${run.status === undefined ? 'a signal' : `status ${run.status}`}; what had been done stands in Terraform's state, and running it again goes on from there.`,
    );
  }
}
