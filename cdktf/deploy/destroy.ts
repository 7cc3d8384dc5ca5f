import { rmSync } from 'node:fs';
import { readRequest } from './arguments.ts';
import { cdktf } from './cdktf-cli.ts';
import { confirm, OUTPUT, OUTPUTS_FOLDER, ROOT, runCommand } from './command.ts';
import { DeployError } from './errors.ts';
import { outputsFile } from './outputs.ts';
import { prepareStacks } from './prepare-stacks.ts';

const USAGE = `Usage: npm run destroy -- --stage STAGE [--yes] [--force-prod]

Destroys the five stacks of a stage, with everything in them.

  --stage STAGE  the deployment's name
  --yes          do not ask
  --force-prod   destroy prod too; its data has to be released first: PROTECT_DATA=no npm run deploy -- --stage prod`;

async function destroy(): Promise<void> {
  const request = readRequest('destroy', process.argv.slice(2), process.env);
  if (request === 'help') return console.log(USAGE);
  const { settings } = request;
  if (settings.production && !request.forceProd) {
    throw new DeployError('refused', 'This is prod: it is destroyed with --force-prod only.');
  }
  if (settings.protectData) {
    throw new DeployError(
      'refused',
      `The data of ${settings.stage} is protected: deploy it with PROTECT_DATA=no first, then destroy it with PROTECT_DATA=no.`,
    );
  }
  const { stacks, account, environment } = await prepareStacks(request);
  await confirm(
    `Destroy ${stacks.join(', ')} in account ${account}, with all expenses, receipts and people?`,
    request.yes,
  );
  await cdktf({ root: ROOT, output: OUTPUT }, ['destroy', ...stacks, '--auto-approve'], environment);
  rmSync(outputsFile(OUTPUTS_FOLDER, settings.stage), { force: true });
  console.log(`Stage ${settings.stage} is gone.`);
}

if (import.meta.main) await runCommand(destroy);
