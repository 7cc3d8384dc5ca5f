import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { policyDocument } from '../constructs/statements.ts';
import { boundary } from '../pipeline/boundary.ts';
import {
  deploymentPermissions,
  type Permissions,
  planPermissions,
} from '../pipeline/deployment-permissions.ts';
import { GITHUB_ISSUER, GithubRole, PIPELINE_PATH } from '../pipeline/github-role.ts';
import { loadPermissions } from '../pipeline/load-permissions.ts';
import type { PipelineSettings, Settings } from '../settings.ts';
import { ExpenseStack } from './expense-stack.ts';

/**
 * The permissions of the repository's workflows in this account, for one stage. Deployed by an administrator, never by a
 * workflow; main.ts includes it only when PIPELINE_REPOSITORY is set.
 */
export class PipelineStack extends ExpenseStack {
  private readonly pipeline: PipelineSettings;
  private readonly providerArn: string;

  constructor(scope: Construct, settings: Settings, pipeline: PipelineSettings) {
    super(scope, 'pipeline', settings);
    this.pipeline = pipeline;
    this.providerArn = pipeline.oidcProviderArn ?? this.createProvider();
    const account = new DataAwsCallerIdentity(this, 'caller').accountId;
    const place = { region: settings.region, stage: settings.stage, account };
    const boundaryArn = this.createBoundary(place);
    const deployment = {
      ...place,
      boundaryArn,
      ...(settings.remoteState && { stateBucket: settings.remoteState.bucket }),
    };
    const environment = `environment:${settings.stage}`;

    this.createRole(
      'plan',
      'Shows what a pull request would change',
      'pull_request',
      planPermissions(deployment),
    );
    this.createRole('deploy', 'Deploys the stacks', environment, deploymentPermissions(deployment));
    // Production is measured by its own metrics, and has no people created for tests.
    if (!settings.production) {
      this.createRole('load', 'Runs a load test on the stage', environment, loadPermissions(place));
    }
    new TerraformOutput(this, 'permissions_boundary_arn', { value: boundaryArn });
  }

  /** An account has one provider for GitHub; a second stage in it names it by PIPELINE_OIDC_PROVIDER_ARN. */
  private createProvider(): string {
    return new IamOpenidConnectProvider(this, 'github', {
      url: `https://${GITHUB_ISSUER}`,
      clientIdList: ['sts.amazonaws.com'],
    }).arn;
  }

  private createBoundary(place: Parameters<typeof boundary>[0]): string {
    return new IamPolicy(this, 'boundary', {
      name: this.nameOf('boundary'),
      path: PIPELINE_PATH,
      description: 'The most that a role of the product may be given',
      policy: policyDocument(boundary(place)),
    }).arn;
  }

  private createRole(name: string, description: string, subject: string, permissions: Permissions): void {
    const role = new GithubRole(this, name, {
      name: this.nameOf(name),
      description,
      providerArn: this.providerArn,
      repository: this.pipeline.repository,
      subject,
      permissions,
    });
    new TerraformOutput(this, `${name}_role_arn`, { value: role.arn });
  }
}
