// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import type { FixtureStack } from './fixtures.ts';

const trust = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

const allow = (action: string, resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [action], Resource: [resource] }],
  });

const machine = (comment: string) =>
  JSON.stringify({
    Comment: comment,
    QueryLanguage: 'JSONata',
    StartAt: 'End',
    States: { End: { Type: 'Succeed' } },
  });

/** What a fixture's function is made of. */
export interface Code {
  /** The zip's name in the stack's folder. */
  readonly filename: string;
  /** SHA-256 in base64. */
  readonly hash: string;
}

/** A stack with one resource of every type, and the arguments that a test may want to change. */
export function everyType(code: Code): { readonly resource: Resources } & FixtureStack {
  return {
    provider: { aws: [{ region: 'us-east-1', default_tags: [{ tags: { Project: 'fixture' } }] }] },
    data: { aws_caller_identity: { me: {} } },
    resource: { ...storage(), ...compute(code), ...identity(), ...gateway(), ...monitoring() },
    output: {
      table: { value: '${aws_dynamodb_table.t.arn}' },
      account: { value: '${data.aws_caller_identity.me.account_id}' },
      queue: { value: '${aws_sqs_queue.q.url}' },
      pool: { value: '${aws_cognito_user_pool.p.id}' },
      api: { value: '${aws_apigatewayv2_api.a.id}' },
    },
  };
}

/** Arguments by type and name. */
export type Resources = Record<string, Record<string, Record<string, unknown>>>;

function storage(): Resources {
  const bucket = '${aws_s3_bucket.b.id}';
  return {
    aws_dynamodb_table: {
      t: {
        name: 'fixture-table',
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: 'pk',
        range_key: 'sk',
        attribute: ['pk', 'sk', 'owner'].map((name) => ({ name, type: 'S' })),
        global_secondary_index: [
          {
            name: 'by-owner',
            hash_key: 'owner',
            range_key: 'sk',
            projection_type: 'INCLUDE',
            non_key_attributes: ['amount'],
          },
        ],
        ttl: { attribute_name: 'expiresAt', enabled: true },
        point_in_time_recovery: { enabled: true },
        server_side_encryption: { enabled: true, kms_key_arn: '${aws_kms_key.k.arn}' },
        deletion_protection_enabled: false,
      },
    },
    aws_kms_key: {
      k: {
        description: 'Encrypts the fixture',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::${data.aws_caller_identity.me.account_id}:root' },
              Action: 'kms:*',
              Resource: '*',
            },
          ],
        }),
        enable_key_rotation: true,
        rotation_period_in_days: 180,
        deletion_window_in_days: 7,
      },
    },
    aws_kms_alias: { k: { name: 'alias/fixture', target_key_id: '${aws_kms_key.k.key_id}' } },
    aws_s3_bucket: { b: { bucket: 'fixture-bucket', force_destroy: true } },
    aws_s3_bucket_public_access_block: {
      b: { bucket, block_public_acls: true, restrict_public_buckets: true },
    },
    aws_s3_bucket_ownership_controls: { b: { bucket, rule: { object_ownership: 'BucketOwnerEnforced' } } },
    aws_s3_bucket_server_side_encryption_configuration: {
      b: {
        bucket,
        rule: [
          {
            apply_server_side_encryption_by_default: {
              sse_algorithm: 'aws:kms',
              kms_master_key_id: '${aws_kms_key.k.arn}',
            },
            bucket_key_enabled: true,
          },
        ],
      },
    },
    aws_s3_bucket_versioning: { b: { bucket, versioning_configuration: { status: 'Enabled' } } },
    aws_s3_bucket_policy: {
      b: {
        bucket,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: ['${aws_s3_bucket.b.arn}/*'],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        }),
      },
    },
    aws_s3_bucket_cors_configuration: {
      b: {
        bucket,
        cors_rule: [
          { allowed_methods: ['GET'], allowed_origins: ['http://localhost:3000'], max_age_seconds: 60 },
        ],
      },
    },
    aws_s3_bucket_lifecycle_configuration: {
      b: {
        bucket,
        rule: [
          {
            id: 'forget',
            status: 'Enabled',
            filter: [{ prefix: '' }],
            noncurrent_version_expiration: [{ noncurrent_days: 30 }],
            abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
            transition: [{ days: 90, storage_class: 'STANDARD_IA' }],
          },
        ],
      },
    },
    aws_s3_bucket_notification: {
      b: {
        bucket,
        queue: [
          {
            id: 'arrived',
            queue_arn: '${aws_sqs_queue.q.arn}',
            events: ['s3:ObjectCreated:*'],
            filter_prefix: 'in/',
          },
        ],
        depends_on: ['aws_sqs_queue_policy.q'],
      },
    },
    aws_sqs_queue: {
      dead: {
        name: 'fixture-dead',
        message_retention_seconds: 1_209_600,
        kms_master_key_id: '${aws_kms_key.k.arn}',
        kms_data_key_reuse_period_seconds: 600,
        lifecycle: { prevent_destroy: true },
      },
      q: {
        name: 'fixture-queue',
        visibility_timeout_seconds: 180,
        receive_wait_time_seconds: 20,
        sqs_managed_sse_enabled: true,
        redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}","maxReceiveCount":5}',
      },
    },
    aws_sqs_queue_policy: {
      q: {
        queue_url: '${aws_sqs_queue.q.url}',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 's3.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: '${aws_sqs_queue.q.arn}',
            },
          ],
        }),
      },
    },
  };
}

function compute(code: Code): Resources {
  return {
    aws_iam_role: {
      fn: { name: 'fixture-fn', assume_role_policy: trust('lambda.amazonaws.com') },
      machine: { name: 'fixture-machine', assume_role_policy: trust('states.amazonaws.com') },
      schedule: { name: 'fixture-schedule', assume_role_policy: trust('scheduler.amazonaws.com') },
    },
    aws_iam_role_policy: {
      consume: {
        name: 'consume',
        role: '${aws_iam_role.fn.name}',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
              Resource: ['${aws_sqs_queue.q.arn}'],
            },
          ],
        }),
      },
      deliver: {
        name: 'deliver-logs',
        role: '${aws_iam_role.machine.name}',
        policy: allow('logs:*', '*'),
      },
      call: {
        name: 'call',
        role: '${aws_iam_role.schedule.name}',
        policy: allow('lambda:InvokeFunction', '${aws_lambda_function.fn.arn}'),
      },
    },
    aws_lambda_function: {
      fn: {
        function_name: 'fixture-fn',
        description: 'Does nothing',
        role: '${aws_iam_role.fn.arn}',
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        architectures: ['arm64'],
        filename: code.filename,
        source_code_hash: code.hash,
        memory_size: 256,
        timeout: 10,
        environment: { variables: { TABLE: '${aws_dynamodb_table.t.name}' } },
        tracing_config: { mode: 'Active' },
        dead_letter_config: { target_arn: '${aws_sqs_queue.dead.arn}' },
      },
      other: {
        function_name: 'fixture-other',
        role: '${aws_iam_role.fn.arn}',
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        filename: 'other.zip',
        source_code_hash: '${filebase64sha256("other.zip")}',
      },
    },
    aws_lambda_permission: {
      gateway: {
        statement_id: 'gateway',
        action: 'lambda:InvokeFunction',
        function_name: '${aws_lambda_function.fn.function_name}',
        principal: 'apigateway.amazonaws.com',
        source_arn: '${aws_apigatewayv2_api.a.execution_arn}/*/*',
      },
    },
    aws_lambda_event_source_mapping: {
      m: {
        event_source_arn: '${aws_sqs_queue.q.arn}',
        function_name: '${aws_lambda_function.fn.function_name}',
        batch_size: 5,
        function_response_types: ['ReportBatchItemFailures'],
        scaling_config: { maximum_concurrency: 2 },
        filter_criteria: { filter: [{ pattern: '{"body":{"kind":["a"]}}' }] },
        depends_on: ['aws_iam_role_policy.consume'],
      },
    },
    aws_sfn_state_machine: {
      m: {
        name: 'fixture-machine',
        role_arn: '${aws_iam_role.machine.arn}',
        definition: machine('one'),
        logging_configuration: {
          include_execution_data: false,
          level: 'ERROR',
          log_destination: '${aws_cloudwatch_log_group.g.arn}:*',
        },
        tracing_configuration: { enabled: true },
        type: 'STANDARD',
        depends_on: ['aws_iam_role_policy.deliver'],
      },
    },
    aws_scheduler_schedule: {
      s: {
        name: 'fixture-schedule',
        schedule_expression: 'rate(5 minutes)',
        flexible_time_window: { mode: 'OFF' },
        target: {
          arn: '${aws_lambda_function.fn.arn}',
          role_arn: '${aws_iam_role.schedule.arn}',
          retry_policy: { maximum_event_age_in_seconds: 60, maximum_retry_attempts: 0 },
          dead_letter_config: { arn: '${aws_sqs_queue.dead.arn}' },
        },
      },
    },
  };
}

function identity(): Resources {
  return {
    aws_cognito_user_pool: {
      p: {
        name: 'fixture-pool',
        username_attributes: ['email'],
        username_configuration: { case_sensitive: false },
        auto_verified_attributes: ['email'],
        password_policy: {
          minimum_length: 12,
          require_lowercase: true,
          require_numbers: true,
          require_symbols: false,
          require_uppercase: true,
          temporary_password_validity_days: 7,
        },
        account_recovery_setting: { recovery_mechanism: [{ name: 'verified_email', priority: 1 }] },
        admin_create_user_config: { allow_admin_create_user_only: false },
        user_attribute_update_settings: { attributes_require_verification_before_update: ['email'] },
        mfa_configuration: 'OPTIONAL',
        software_token_mfa_configuration: { enabled: true },
        deletion_protection: 'INACTIVE',
        lambda_config: { post_confirmation: '${aws_lambda_function.fn.arn}' },
      },
    },
    aws_cognito_user_pool_client: {
      c: {
        name: 'fixture-client',
        user_pool_id: '${aws_cognito_user_pool.p.id}',
        generate_secret: false,
        explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        prevent_user_existence_errors: 'ENABLED',
        enable_token_revocation: true,
        access_token_validity: 60,
        id_token_validity: 60,
        refresh_token_validity: 30,
        token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'days' }],
        read_attributes: ['email', 'name'],
        write_attributes: ['email', 'name'],
      },
    },
    aws_cognito_user_group: {
      g: {
        name: 'manager',
        user_pool_id: '${aws_cognito_user_pool.p.id}',
        description: 'Approves',
        precedence: 3,
      },
    },
  };
}

function gateway(): Resources {
  const api_id = '${aws_apigatewayv2_api.a.id}';
  return {
    aws_apigatewayv2_api: {
      a: {
        name: 'fixture-api',
        protocol_type: 'HTTP',
        description: 'An API',
        cors_configuration: { allow_methods: ['GET'], allow_origins: ['http://localhost:3000'], max_age: 60 },
      },
    },
    aws_apigatewayv2_authorizer: {
      j: {
        api_id,
        name: 'tokens',
        authorizer_type: 'JWT',
        identity_sources: ['$request.header.Authorization'],
        jwt_configuration: {
          audience: ['${aws_cognito_user_pool_client.c.id}'],
          issuer: 'https://${aws_cognito_user_pool.p.endpoint}',
        },
      },
    },
    aws_apigatewayv2_integration: {
      i: {
        api_id,
        integration_type: 'AWS_PROXY',
        integration_method: 'POST',
        integration_uri: '${aws_lambda_function.fn.invoke_arn}',
        payload_format_version: '2.0',
        timeout_milliseconds: 30_000,
      },
    },
    aws_apigatewayv2_route: {
      r: {
        api_id,
        route_key: 'GET /things',
        operation_name: 'listThings',
        authorization_type: 'JWT',
        authorizer_id: '${aws_apigatewayv2_authorizer.j.id}',
        target: 'integrations/${aws_apigatewayv2_integration.i.id}',
      },
    },
    aws_apigatewayv2_stage: {
      s: {
        api_id,
        name: '$default',
        auto_deploy: true,
        access_log_settings: {
          destination_arn: '${aws_cloudwatch_log_group.g.arn}',
          format: '$context.requestId',
        },
        default_route_settings: {
          detailed_metrics_enabled: true,
          throttling_burst_limit: 100,
          throttling_rate_limit: 50,
        },
        route_settings: [{ route_key: 'GET /things', throttling_burst_limit: 10, throttling_rate_limit: 5 }],
        depends_on: ['aws_apigatewayv2_route.r'],
      },
    },
  };
}

function monitoring(): Resources {
  return {
    aws_cloudwatch_log_group: { g: { name: '/fixture/logs', retention_in_days: 30 } },
    aws_cloudwatch_metric_alarm: {
      a: {
        alarm_name: 'fixture-alarm',
        alarm_description: 'Too many',
        comparison_operator: 'GreaterThanThreshold',
        evaluation_periods: 3,
        datapoints_to_alarm: 2,
        metric_name: 'Errors',
        namespace: 'AWS/Lambda',
        dimensions: { FunctionName: '${aws_lambda_function.fn.function_name}' },
        period: 60,
        statistic: 'Sum',
        threshold: 1,
        treat_missing_data: 'notBreaching',
      },
    },
    aws_cloudwatch_dashboard: {
      d: {
        dashboard_name: 'fixture',
        dashboard_body: JSON.stringify({
          widgets: [{ type: 'text', x: 0, y: 0, width: 6, height: 2, properties: { markdown: 'one' } }],
        }),
      },
    },
    aws_cloudwatch_query_definition: {
      q: {
        name: 'fixture-errors',
        query_string: 'fields @message | limit 20',
        log_group_names: ['${aws_cloudwatch_log_group.g.name}'],
      },
    },
  };
}
