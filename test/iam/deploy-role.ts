import { CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { allow, policyDocument } from '../../cdktf/constructs/statements.ts';
import { boundary } from '../../cdktf/pipeline/boundary.ts';
import { deploymentPermissions, type Permissions } from '../../cdktf/pipeline/deployment-permissions.ts';
import { PIPELINE_PATH } from '../../cdktf/pipeline/github-role.ts';
import type { StartedEmbedded } from '../../localstack/testing/embedded.ts';
import { trustOf } from '../../localstack/testing/roles.ts';
import { FOUND_BY_NAME } from './deploy-exceptions.ts';

const PLACE = { region: 'us-east-1', account: '000000000000', stage: 'staging' };
const PREFIX = 'expense-tracker-staging';

/** The policy that bounds the roles of the stage, as the pipeline's stack names it. */
export const BOUNDARY_ARN = `arn:aws:iam::${PLACE.account}:policy${PIPELINE_PATH}${PREFIX}-boundary`;
/** The role that deploys the stage. */
export const DEPLOY_ROLE_ARN = `arn:aws:iam::${PLACE.account}:role${PIPELINE_PATH}${PREFIX}-deploy`;
export const STATE_BUCKET = 'states';

const DEPLOYMENT: Permissions = deploymentPermissions({
  ...PLACE,
  boundaryArn: BOUNDARY_ARN,
  stateBucket: STATE_BUCKET,
});

/** Makes the boundary and the role with the statements of the pipeline's stack, and what finding by name takes. */
export async function makeDeployRole(aws: StartedEmbedded): Promise<void> {
  const iam = aws.client(IAMClient);
  const Path = PIPELINE_PATH;
  const PolicyDocument = policyDocument(boundary(PLACE));
  await iam.send(new CreatePolicyCommand({ Path, PolicyName: `${PREFIX}-boundary`, PolicyDocument }));
  const RoleName = `${PREFIX}-deploy`;
  const AssumeRolePolicyDocument = trustOf({ AWS: `arn:aws:iam::${PLACE.account}:root` });
  await iam.send(new CreateRoleCommand({ Path, RoleName, AssumeRolePolicyDocument }));
  const finding = FOUND_BY_NAME.map(({ action, resource }) => allow([action], [resource]));
  for (const [PolicyName, statements] of Object.entries({ ...DEPLOYMENT, 'found-by-name': finding })) {
    const input = { RoleName, PolicyName, PolicyDocument: policyDocument(statements) };
    await iam.send(new PutRolePolicyCommand(input));
  }
}
