import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCommandLine } from '../../preflight/command-line.ts';
import type { Environment } from './arguments.ts';
import { ROOT, runCommand } from './command.ts';
import { DeployError } from './errors.ts';
import { runTool } from './run-tool.ts';
import { initialize, requireTerraform, terraformEnvironment } from './terraform.ts';

const USAGE = `Usage: npm run check:terraform -- [--allow-missing]

Lets Terraform itself check every synthesized stack, that of the pipeline too, against the provider's schema
(terraform validate). No AWS account is needed, and no state is read.

  --allow-missing  end with 0 where Terraform or the provider cannot be had

Exit status: 0 all stacks are valid, 1 one is not, 3 not checked because something is missing.`;

/** The status of a check that could not be made: neither passed nor failed. */
const NOT_CHECKED = 3;

function readArguments(): { readonly help: boolean; readonly allowMissing: boolean } {
  const { values } = readCommandLine(
    {
      options: {
        'allow-missing': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    'npm run check:terraform -- --help',
  );
  return { help: values.help, allowMissing: values['allow-missing'] };
}

async function validate(): Promise<void> {
  const { help, allowMissing } = readArguments();
  if (help) return console.log(USAGE);
  try {
    await validateStacks();
  } catch (error) {
    if (!(error instanceof DeployError) || error.code !== 'missing') throw error;
    console.error(`Not checked: ${error.message}`);
    process.exitCode = allowMissing ? 0 : NOT_CHECKED;
  }
}

/** Validates the stage in STAGE (default: prod), with the stack of the pipeline. */
async function validateStacks(): Promise<void> {
  const version = await requireTerraform(ROOT, process.env);
  const environment = terraformEnvironment(ROOT, {
    ...process.env,
    STAGE: process.env.STAGE || 'prod',
    PIPELINE_REPOSITORY: process.env.PIPELINE_REPOSITORY || 'owner/repository',
  });
  // In a folder of its own, so that `cdktf.out` stays what is deployed.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'expense-validate-'));
  try {
    await synthesizeInto(folder, environment);
    const ids = readdirSync(path.join(folder, 'stacks'));
    const stacks = ids.map((id) => path.join(folder, 'stacks', id));
    // All stacks first: a missing provider for one must not hide the errors of another.
    for (const stack of stacks) await initialize(stack, environment, 'no stack was validated');
    const invalid: string[] = [];
    for (const stack of stacks) if (!(await isValid(stack, environment))) invalid.push(path.basename(stack));
    if (invalid.length > 0) throw new DeployError('failed', `Not valid: ${invalid.join(', ')}; see above.`);
    console.log(`Terraform ${version} finds ${ids.join(', ')} valid.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function synthesizeInto(folder: string, environment: Environment): Promise<void> {
  const made = await runTool(process.execPath, ['main.ts'], {
    directory: ROOT,
    environment: { ...environment, CDKTF_OUTDIR: folder },
  });
  if (made.interrupted) throw new DeployError('interrupted', 'Interrupted before anything was checked.');
  if (made.status !== 0) throw new DeployError('failed', 'The stacks could not be synthesized.');
}

async function isValid(directory: string, environment: Environment): Promise<boolean> {
  const run = await runTool('terraform', ['validate', '-no-color'], { directory, environment, quiet: true });
  if (run.interrupted) throw new DeployError('interrupted', 'Interrupted; not all stacks were validated.');
  if (run.status !== 0) console.error(`${path.basename(directory)}: ${run.output.trim()}`);
  return run.status === 0;
}

if (import.meta.main) await runCommand(validate);
