import { ProvisionError } from '../errors.ts';
import type { ResourceType } from '../resource.ts';

/** One file a type, loaded when a definition has it. */
const RESOURCE_TYPES: Readonly<Record<string, () => Promise<{ default: ResourceType }>>> = {
  aws_apigatewayv2_api: () => import('./aws-apigatewayv2-api.ts'),
  aws_apigatewayv2_authorizer: () => import('./aws-apigatewayv2-authorizer.ts'),
  aws_apigatewayv2_integration: () => import('./aws-apigatewayv2-integration.ts'),
  aws_apigatewayv2_route: () => import('./aws-apigatewayv2-route.ts'),
  aws_apigatewayv2_stage: () => import('./aws-apigatewayv2-stage.ts'),
  aws_cloudwatch_dashboard: () => import('./aws-cloudwatch-dashboard.ts'),
  aws_cloudwatch_log_group: () => import('./aws-cloudwatch-log-group.ts'),
  aws_cloudwatch_metric_alarm: () => import('./aws-cloudwatch-metric-alarm.ts'),
  aws_cloudwatch_query_definition: () => import('./aws-cloudwatch-query-definition.ts'),
  aws_cognito_identity_provider: () => import('./aws-cognito-identity-provider.ts'),
  aws_cognito_resource_server: () => import('./aws-cognito-resource-server.ts'),
  aws_cognito_user_group: () => import('./aws-cognito-user-group.ts'),
  aws_cognito_user_pool_client: () => import('./aws-cognito-user-pool-client.ts'),
  aws_cognito_user_pool_domain: () => import('./aws-cognito-user-pool-domain.ts'),
  aws_cognito_user_pool: () => import('./aws-cognito-user-pool.ts'),
  aws_dynamodb_table: () => import('./aws-dynamodb-table.ts'),
  aws_iam_role_policy: () => import('./aws-iam-role-policy.ts'),
  aws_iam_role: () => import('./aws-iam-role.ts'),
  aws_kms_alias: () => import('./aws-kms-alias.ts'),
  aws_kms_key: () => import('./aws-kms-key.ts'),
  aws_lambda_event_source_mapping: () => import('./aws-lambda-event-source-mapping.ts'),
  aws_lambda_function: () => import('./aws-lambda-function.ts'),
  aws_lambda_permission: () => import('./aws-lambda-permission.ts'),
  aws_s3_bucket_cors_configuration: () => import('./aws-s3-bucket-cors-configuration.ts'),
  aws_s3_bucket_lifecycle_configuration: () => import('./aws-s3-bucket-lifecycle-configuration.ts'),
  aws_s3_bucket_notification: () => import('./aws-s3-bucket-notification.ts'),
  aws_s3_bucket_ownership_controls: () => import('./aws-s3-bucket-ownership-controls.ts'),
  aws_s3_bucket_policy: () => import('./aws-s3-bucket-policy.ts'),
  aws_s3_bucket_public_access_block: () => import('./aws-s3-bucket-public-access-block.ts'),
  aws_s3_bucket_server_side_encryption_configuration: () =>
    import('./aws-s3-bucket-server-side-encryption-configuration.ts'),
  aws_s3_bucket_versioning: () => import('./aws-s3-bucket-versioning.ts'),
  aws_s3_bucket: () => import('./aws-s3-bucket.ts'),
  aws_scheduler_schedule: () => import('./aws-scheduler-schedule.ts'),
  aws_sfn_state_machine: () => import('./aws-sfn-state-machine.ts'),
  aws_sqs_queue_policy: () => import('./aws-sqs-queue-policy.ts'),
  aws_sqs_queue_redrive_allow_policy: () => import('./aws-sqs-queue-redrive-allow-policy.ts'),
  aws_sqs_queue_redrive_policy: () => import('./aws-sqs-queue-redrive-policy.ts'),
  aws_sqs_queue: () => import('./aws-sqs-queue.ts'),
};

/** The names of all types that provisioning understands. */
export const resourceTypeNames: readonly string[] = Object.keys(RESOURCE_TYPES);

/** Where a definition uses a type. */
export interface TypeUse {
  readonly type: string;
  readonly stack: string;
  readonly address: string;
}

/**
 * The types that a definition uses, by name.
 * @throws ProvisionError naming the first use of a type that is not understood
 */
export async function resourceTypes(uses: readonly TypeUse[]): Promise<Map<string, ResourceType>> {
  const loaded = new Map<string, Promise<{ default: ResourceType }>>();
  for (const { type, stack, address } of uses) {
    const load = Object.hasOwn(RESOURCE_TYPES, type) ? RESOURCE_TYPES[type] : undefined;
    if (!load) {
      throw new ProvisionError('UnknownResourceType', `the resource type ${type} is not supported`, {
        stack,
        address,
      });
    }
    if (!loaded.has(type)) loaded.set(type, load());
  }
  const modules = await Promise.all(loaded.values());
  return new Map(modules.map(({ default: type }) => [type.type, type]));
}
