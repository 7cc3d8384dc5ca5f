import { stackId } from '../naming.ts';
import { requireAccount } from './account.ts';
import type { Environment, Request } from './arguments.ts';
import { ROOT, stackFolder, stackIds, synthesize } from './command.ts';
import { initialize, requireTerraform, terraformEnvironment } from './terraform.ts';

/** Stacks that are ready to be planned, deployed or destroyed; nothing has been changed yet. */
export interface PreparedStacks {
  /** Their ids, in the order in which they are deployed. */
  readonly stacks: readonly string[];
  /** The number of the AWS account that the credentials belong to. */
  readonly account: string;
  /** The environment of every run of Terraform on them. */
  readonly environment: Environment;
}

/**
 * Prepares any change of a stage: finds Terraform and the account, prints which they are, synthesizes, and fetches the
 * provider.
 * @throws DeployError in one sentence for what is missing
 */
export async function prepareStacks(request: Request): Promise<PreparedStacks> {
  const { settings } = request;
  const version = await requireTerraform(ROOT, request.environment);
  const account = await requireAccount(settings.region, settings.providerEndpoint);
  console.log(`Stage ${settings.stage}, account ${account}, ${settings.region}, Terraform ${version}.`);
  await synthesize(request.environment);
  const environment = terraformEnvironment(ROOT, request.environment);
  const stacks = request.pipeline ? [stackId(settings, 'pipeline')] : stackIds(settings);
  // The first stack stands for all: they need the same provider.
  await initialize(stackFolder(stacks[0] as string), environment);
  return { stacks, account, environment };
}
