import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './arguments.ts';
import { DeployError } from './errors.ts';
import { runTool } from './run-tool.ts';

/** The first release that locks a state in S3 itself. */
const OLDEST = [1, 10] as const;

const WHERE = 'https://developer.hashicorp.com/terraform/install';

/**
 * The version of the Terraform on the PATH.
 * @throws DeployError `missing` when there is none, or one that cannot lock a state in S3
 */
export async function requireTerraform(root: string, environment: Environment): Promise<string> {
  const run = await runTool('terraform', ['version', '-json'], { directory: root, environment, quiet: true });
  // Warnings about a configuration file may come before the answer.
  const version = /"terraform_version":\s*"([^"]+)"/.exec(run.output)?.[1];
  if (!version)
    throw new DeployError('missing', `terraform is on the PATH but does not tell its version: ${WHERE}`);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new DeployError(
      'missing',
      `Terraform ${version} cannot lock a state in S3; ${OLDEST.join('.')} or later is needed: ${WHERE}`,
    );
  }
  return version;
}

/** The variables with which every Terraform of this project runs: one download of the provider for all stacks. */
export function terraformEnvironment(root: string, environment: Environment): Environment {
  const cache = path.join(root, '.cache', 'terraform');
  mkdirSync(cache, { recursive: true });
  return {
    TF_PLUGIN_CACHE_DIR: cache,
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: 'true',
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    ...environment,
  };
}

/**
 * Fetches the providers of a stack, without its state.
 * @param directory the stack's folder in `cdktf.out`
 * @param consequence the end of the error's sentence
 * @throws DeployError `missing` in one sentence when the providers cannot be had, `failed` when Terraform takes
 *   exception to the stack itself
 */
export async function initialize(
  directory: string,
  environment: Environment,
  consequence = 'nothing was changed',
): Promise<void> {
  const args = ['init', '-backend=false', '-input=false', '-no-color'];
  const run = await runTool('terraform', args, { directory, environment, quiet: true });
  if (run.interrupted) throw new DeployError('interrupted', `Interrupted; ${consequence}.`);
  if (run.status === 0) return;
  const { code, reason } = reasonOf(run.output);
  throw new DeployError(code, `${reason} (terraform init of ${path.basename(directory)}); ${consequence}.`);
}

/**
 * Terraform's messages for a registry, a mirror or a download that does not answer; others are about the stack itself.
 */
const UNREACHABLE =
  /could not connect to|could not query provider registry|failed to query provider registry|was not found in any of the search locations|Failed to install provider/;

/** Terraform's own text, wrapped and framed for a terminal, as one sentence. */
function reasonOf(output: string): { readonly code: 'missing' | 'failed'; readonly reason: string } {
  const text = output.replaceAll(/[│╷╵]/g, ' ').replaceAll(/\s+/g, ' ');
  const [, provider, host] =
    /Could not (?:retrieve the list of available versions for provider|query provider registry for) (\S+?):? .*?(?:could not connect to|failed to query provider registry) ([\w.-]+)/.exec(
      text,
    ) ?? [];
  if (provider) {
    const reason = `The Terraform provider ${provider} cannot be had, because ${host} cannot be reached`;
    return { code: 'missing', reason };
  }
  const reason = `Terraform says: ${(text.split('Error: ').pop() ?? text).trim().slice(0, 300)}`;
  return { code: UNREACHABLE.test(text) ? 'missing' : 'failed', reason };
}
