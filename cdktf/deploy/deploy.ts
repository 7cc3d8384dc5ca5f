import { rmSync } from 'node:fs';
import path from 'node:path';
import { type Environment, LOCAL_STAGE, type Request, readRequest } from './arguments.ts';
import { cdktf } from './cdktf-cli.ts';
import { confirm, OUTPUT, OUTPUTS_FOLDER, ROOT, runCommand, stackFolder } from './command.ts';
import { DeployError } from './errors.ts';
import { type Outputs, readOutputs, writeOutputs } from './outputs.ts';
import { prepareStacks } from './prepare-stacks.ts';
import { runTool } from './run-tool.ts';

const USAGE = `Usage: npm run deploy -- --stage STAGE [--plan] [--pipeline] [--yes]

Builds, synthesizes and deploys the five stacks with cdktf, and writes their outputs to outputs/STAGE.json.

  --stage STAGE  one deployment's name; local: a local AWS (npm start) through Terraform's real provider
  --plan         show what would change, stack by stack, and change nothing
  --pipeline     the roles of the workflows (docs/ci-cd.md) instead of the product's stacks
  --yes          do not ask

The settings are environment variables (cdktf/README.md); the AWS account is that of the usual AWS credentials.`;

async function deploy(): Promise<void> {
  const request = readRequest('deploy', process.argv.slice(2), process.env);
  if (request === 'help') return console.log(USAGE);
  const { stacks, account, environment } = await prepareStacks(request);
  if (request.plan) return plan(stacks, environment);
  await confirm(`Deploy ${stacks.join(', ')} to account ${account}?`, request.yes);
  await apply(request, stacks, environment);
  if (request.settings.stage === LOCAL_STAGE) await expectNoChange(stacks, environment);
}

/** A stack can be planned once those before it are deployed: it reads their outputs. */
async function plan(stacks: readonly string[], environment: Environment): Promise<void> {
  for (const stack of stacks) await cdktf({ root: ROOT, output: OUTPUT }, ['diff', stack], environment);
}

async function apply(
  { settings, pipeline }: Request,
  stacks: readonly string[],
  environment: Environment,
): Promise<void> {
  const written = path.join(ROOT, '.cache', `outputs-${settings.stage}.json`);
  rmSync(written, { force: true });
  await cdktf(
    { root: ROOT, output: OUTPUT },
    ['deploy', ...stacks, '--auto-approve', '--outputs-file', written],
    environment,
  );
  const outputs = readOutputs(written);
  rmSync(written);
  if (pipeline) return printOutputs(outputs);
  const file = writeOutputs(OUTPUTS_FOLDER, settings.stage, settings.region, outputs);
  console.log(`
API          ${outputs.api_url}
User pool    ${outputs.user_pool_id}
Client       ${outputs.user_pool_client_id}
All outputs  ${path.relative(ROOT, file)}`);
}

function printOutputs(outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) console.log(`${name.padEnd(26)} ${value}`);
}

/** Terraform must find what it has just made: a second plan that is not empty shows what was read back differently. */
async function expectNoChange(stacks: readonly string[], environment: Environment): Promise<void> {
  for (const stack of stacks) {
    const args = ['plan', '-detailed-exitcode', '-input=false', '-lock=false'];
    const { status } = await runTool('terraform', args, { directory: stackFolder(stack), environment });
    if (status === 2) throw new DeployError('failed', `The second plan of ${stack} is not empty; see above.`);
    if (status !== 0) throw new DeployError('failed', `The second plan of ${stack} could not be made.`);
  }
  console.log('The second plan is empty for every stack.');
}

if (import.meta.main) await runCommand(deploy);
