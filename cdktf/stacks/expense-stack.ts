import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider/index.js';
import { LocalBackend, S3Backend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { PROJECT, resourceName, type StackName, stackId } from '../naming.ts';
import type { Settings } from '../settings.ts';

/** What all stacks have in common: the provider with its tags, and the place of Terraform's state. */
export class ExpenseStack extends TerraformStack {
  readonly settings: Settings;

  constructor(scope: Construct, name: StackName, settings: Settings) {
    const id = stackId(settings, name);
    super(scope, id);
    this.settings = settings;
    new AwsProvider(this, 'aws', {
      region: settings.region,
      defaultTags: [{ tags: { Project: PROJECT, Stage: settings.stage, ManagedBy: 'cdktf' } }],
      ...(settings.providerEndpoint && elsewhere(settings.providerEndpoint)),
    });
    if (settings.remoteState) {
      new S3Backend(this, {
        bucket: settings.remoteState.bucket,
        region: settings.remoteState.region,
        key: `${PROJECT}/${id}.tfstate`,
        encrypt: true,
      });
      // Terraform 1.10 locks in the bucket itself; CDKTF has no property for it.
      this.addOverride('terraform.backend.s3.use_lockfile', true);
    } else {
      // Terraform runs in cdktf.out/stacks/ID; a relative path keeps the JSON the same on every machine.
      new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    }
  }

  /** The name of a resource in this deployment. */
  nameOf(part: string): string {
    return resourceName(this.settings, part);
  }
}

/** The services that the stacks use, by the names that the provider gives their endpoints. */
const SERVICES = [
  'apigatewayv2',
  'cloudwatch',
  'cloudwatchlogs',
  'cognitoidp',
  'dynamodb',
  'iam',
  'kms',
  'lambda',
  's3',
  's3control',
  'scheduler',
  'sfn',
  'sqs',
  'sts',
] as const;

/** A provider that uses one endpoint for all services, with buckets in the path and without instance metadata. */
function elsewhere(
  endpoint: string,
): Pick<AwsProviderConfig, 'endpoints' | 's3UsePathStyle' | 'skipMetadataApiCheck'> {
  return {
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
    s3UsePathStyle: true,
    skipMetadataApiCheck: 'true',
  };
}
