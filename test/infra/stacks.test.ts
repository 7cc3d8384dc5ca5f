import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalWorkflow } from '../../app/approvals/workflow/index.ts';
import { envNames, type FunctionName } from '../../app/contract/env-names.ts';
import {
  type Arguments,
  resource,
  resourcesOf,
  STACKS,
  type Synthesis,
  statementsOf,
  synthesize,
} from './synthesized.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:on-call';

let synthesis: Synthesis;

beforeAll(async () => {
  synthesis = await synthesize({
    ALARM_TOPIC_ARN: TOPIC,
    HTTP_MEMORY_MB: '2048',
    HTTP_RESERVED_CONCURRENCY: '25',
    SIGN_UP: 'domains',
    SIGN_UP_DOMAINS: 'example.com,example.org',
  });
});

afterAll(() => synthesis[Symbol.dispose]());

function all(type: string): Arguments[] {
  return STACKS.flatMap((name) => Object.values(resourcesOf(synthesis.stack(name), type)));
}

function functionNamed(name: FunctionName): Arguments {
  const found = all('aws_lambda_function').find((fn) => fn.function_name === `expense-tracker-dev-${name}`);
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

describe.each(Object.keys(envNames) as FunctionName[])('the function %s', (name) => {
  it('is given exactly the variables that the application reads', () => {
    const { variables } = functionNamed(name).environment as { variables: Record<string, string> };
    expect(Object.keys(variables).sort()).toEqual([...envNames[name]].sort());
  });

  it('runs on Node 24 on arm64, traced, within the limits of Lambda', () => {
    const fn = functionNamed(name);
    expect(fn).toMatchObject({
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      tracing_config: { mode: 'Active' },
    });
    expect(fn.timeout).toBeLessThanOrEqual(900);
    expect(fn.source_code_hash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });

  it('finds its log group made, with an end to what it keeps', () => {
    const [address] = functionNamed(name).depends_on as string[];
    expect(address).toMatch(/^aws_cloudwatch_log_group\./);
    const group = all('aws_cloudwatch_log_group').find(
      (args) => args.name === `/aws/lambda/expense-tracker-dev-${name}`,
    );
    expect(group).toMatchObject({ retention_in_days: 30 });
  });
});

describe('the settings of the http function', () => {
  it('reach it', () => {
    expect(functionNamed('http')).toMatchObject({ memory_size: 2048, reserved_concurrent_executions: 25 });
  });

  it('let it end before API Gateway stops waiting', () => {
    const integration = resource(synthesis.stack('api'), 'aws_apigatewayv2_integration');
    expect(Number(functionNamed('http').timeout) * 1000).toBeLessThan(
      Number(integration.timeout_milliseconds),
    );
  });
});

describe('the user pool', () => {
  it('takes emails as names, asks for long passwords and proves a changed address', () => {
    expect(resource(synthesis.stack('identity'), 'aws_cognito_user_pool')).toMatchObject({
      username_attributes: ['email'],
      auto_verified_attributes: ['email'],
      password_policy: { minimum_length: 12 },
      user_attribute_update_settings: { attributes_require_verification_before_update: ['email'] },
      lambda_config: {
        pre_sign_up: expect.stringContaining('aws_lambda_function.pre-sign-up'),
        post_confirmation: expect.stringContaining('aws_lambda_function.sign-up'),
      },
    });
  });

  it('lets only administrators add people, unless a setting says otherwise', async () => {
    const poolOf = (of: Synthesis) => resource(of.stack('identity'), 'aws_cognito_user_pool');
    const adminsOnly = (allow_admin_create_user_only: boolean) => ({
      admin_create_user_config: { allow_admin_create_user_only },
    });
    using dev = await synthesize();
    using prod = await synthesize({ STAGE: 'prod' });
    using open = await synthesize({ SIGN_UP: 'open' });
    for (const of of [dev, prod]) {
      expect(poolOf(of)).toMatchObject(adminsOnly(true));
      expect(resourcesOf(of.stack('identity'), 'aws_lambda_function')).not.toHaveProperty('pre-sign-up');
    }
    expect(poolOf(open)).toMatchObject(adminsOnly(false));
    expect(poolOf(open).lambda_config).not.toHaveProperty('pre_sign_up');
    expect(poolOf(synthesis)).toMatchObject(adminsOnly(false));
    expect(functionNamed('pre-sign-up').environment).toMatchObject({
      variables: { SIGN_UP_DOMAINS: 'example.com,example.org' },
    });
    expect(Object.values(resourcesOf(synthesis.stack('identity'), 'aws_lambda_permission'))).toHaveLength(2);
  });

  it('takes no password without small and capital letters and digits', () => {
    expect(resource(synthesis.stack('identity'), 'aws_cognito_user_pool').password_policy).toMatchObject({
      require_lowercase: true,
      require_uppercase: true,
      require_numbers: true,
      temporary_password_validity_days: 7,
    });
  });

  it('lets nobody stay signed in for longer than an hour on a token, and 30 days by refreshing it', () => {
    const clients = Object.values(resourcesOf(synthesis.stack('identity'), 'aws_cognito_user_pool_client'));
    expect(clients).toHaveLength(2);
    for (const client of clients) {
      expect(client).toMatchObject({
        access_token_validity: 60,
        id_token_validity: 60,
        refresh_token_validity: 30,
      });
    }
  });

  it('offers a second factor by an authenticator application', () => {
    expect(resource(synthesis.stack('identity'), 'aws_cognito_user_pool')).toMatchObject({
      mfa_configuration: 'OPTIONAL',
      software_token_mfa_configuration: { enabled: true },
    });
  });

  it('has a client without a secret whose tokens can be revoked and that never tells who exists', () => {
    expect(resource(synthesis.stack('identity'), 'aws_cognito_user_pool_client', 'staff_')).toMatchObject({
      generate_secret: false,
      explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      prevent_user_existence_errors: 'ENABLED',
      enable_token_revocation: true,
      access_token_validity: 60,
      token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'days' }],
    });
  });

  it('has the four roles as groups', () => {
    const groups = Object.values(resourcesOf(synthesis.stack('identity'), 'aws_cognito_user_group'));
    expect(groups.map((group) => group.name).sort()).toEqual(['admin', 'employee', 'finance', 'manager']);
  });
});

describe('the sign-in of browsers', () => {
  const identity = () => synthesis.stack('identity');

  it('is by code, for a client without a secret, and comes back to known addresses alone', () => {
    expect(resource(identity(), 'aws_cognito_user_pool_client', 'web_')).toMatchObject({
      generate_secret: false,
      allowed_oauth_flows: ['code'],
      allowed_oauth_flows_user_pool_client: true,
      allowed_oauth_scopes: ['openid', 'email', 'profile'],
      callback_urls: ['http://localhost:3000/callback'],
      supported_identity_providers: ['COGNITO'],
      prevent_user_existence_errors: 'ENABLED',
    });
  });

  it('has its refresh token replaced at each use', () => {
    expect(resource(identity(), 'aws_cognito_user_pool')).toMatchObject({ user_pool_tier: 'ESSENTIALS' });
    expect(resource(identity(), 'aws_cognito_user_pool_client', 'web_')).toMatchObject({
      refresh_token_rotation: [{ feature: 'ENABLED', retry_grace_period_seconds: 60 }],
      explicit_auth_flows: ['ALLOW_USER_SRP_AUTH'],
    });
  });

  it('has a domain that no other account has', () => {
    expect(resource(identity(), 'aws_cognito_user_pool_domain')).toMatchObject({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Terraform's template, not JavaScript's.
      domain: 'expense-tracker-dev-staff-${data.aws_caller_identity.caller.account_id}',
      managed_login_version: 2,
    });
  });

  it('is not there in production before somebody says where it leads', async () => {
    using production = await synthesize({ STAGE: 'prod' });
    expect(resourcesOf(production.stack('identity'), 'aws_cognito_user_pool_domain')).toEqual({});
    expect(
      Object.keys(resourcesOf(production.stack('identity'), 'aws_cognito_user_pool_client')),
    ).toHaveLength(1);
  });

  it("is also by the company's provider, whose secret is not in the definition", async () => {
    using company = await synthesize({
      COMPANY_OIDC_ISSUER: 'https://login.example.com',
      COMPANY_OIDC_CLIENT_ID: 'expenses',
    });
    const stack = company.stack('identity');
    expect(resource(stack, 'aws_cognito_identity_provider')).toMatchObject({
      provider_type: 'OIDC',
      provider_details: {
        oidc_issuer: 'https://login.example.com',
        client_id: 'expenses',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Terraform's template, not JavaScript's.
        client_secret: '${var.company_oidc_client_secret}',
      },
    });
    expect(stack).toMatchObject({ variable: { company_oidc_client_secret: { sensitive: true } } });
    expect(resource(stack, 'aws_cognito_user_pool_client', 'web_').supported_identity_providers).toEqual([
      'COGNITO',
      expect.stringContaining('aws_cognito_identity_provider.'),
    ]);
  });
});

describe('the state machine', () => {
  it('is the workflow of the application, with the table put in', () => {
    const machine = resource(synthesis.stack('approvals'), 'aws_sfn_state_machine');
    const definition = JSON.parse(String(machine.definition));
    const tableName = definition.States.AwaitDecision.Arguments.TransactItems[0].Update.TableName;
    expect(tableName).toMatch(/^\$\{data\.terraform_remote_state\..*aws_dynamodb_table.*name\}$/);
    expect(definition).toEqual(JSON.parse(JSON.stringify(approvalWorkflow({ tableName }))));
  });

  it('is Standard and logs its failures without the data', () => {
    expect(resource(synthesis.stack('approvals'), 'aws_sfn_state_machine')).toMatchObject({
      type: 'STANDARD',
      logging_configuration: { level: 'ERROR', include_execution_data: false },
      tracing_configuration: { enabled: true },
    });
  });

  it('is looked after every five minutes', () => {
    expect(resource(synthesis.stack('approvals'), 'aws_scheduler_schedule')).toMatchObject({
      schedule_expression: 'rate(5 minutes)',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: expect.stringContaining('reconciler'),
        role_arn: expect.stringContaining('aws_iam_role'),
      },
    });
  });
});

describe('a run of the reconciler that was never made, or failed', () => {
  const queue = /^\$\{aws_sqs_queue\.reconciler-dead-letters.*\.arn\}$/;

  it('is kept by the schedule and by Lambda in one queue, for 14 days', () => {
    const approvals = synthesis.stack('approvals');
    expect(resource(approvals, 'aws_scheduler_schedule').target).toMatchObject({
      dead_letter_config: { arn: expect.stringMatching(queue) },
    });
    expect(functionNamed('reconciler').dead_letter_config).toEqual({
      target_arn: expect.stringMatching(queue),
    });
    expect(resource(approvals, 'aws_sqs_queue')).toMatchObject({ message_retention_seconds: 1_209_600 });
  });

  it('is the only one that can be lost: the other functions answer to whoever calls them', () => {
    for (const name of ['http', 'pre-sign-up', 'sign-up', 'receipt-processor'] as const)
      expect(functionNamed(name)).not.toHaveProperty('dead_letter_config');
  });
});

it('every queue is encrypted and refuses what comes without TLS', () => {
  for (const queue of all('aws_sqs_queue'))
    expect(queue.sqs_managed_sse_enabled ?? queue.kms_master_key_id).toBeTruthy();
  const policies = all('aws_sqs_queue_policy');
  expect(policies).toHaveLength(all('aws_sqs_queue').length);
  for (const { policy } of policies) {
    expect(statementsOf(policy)).toContainEqual(
      expect.objectContaining({
        effect: 'Deny',
        principal: '*',
        actions: ['sqs:*'],
        condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  }
});

describe('the alarms', () => {
  const names = () => all('aws_cloudwatch_metric_alarm').map((alarm) => String(alarm.alarm_name));

  it('watch the API, every function, the queue, the approvals and the table', () => {
    const functions = Object.keys(envNames)
      .flatMap((name) => [`${name}-errors`, `${name}-throttles`])
      // By its errors it says no to strangers.
      .filter((name) => name !== 'pre-sign-up-errors');
    const expected = [
      'api-5xx',
      'api-latency',
      ...functions,
      'receipts-dead-letters',
      'receipts-waiting',
      'approvals-failed',
      'reconciler-dead-letters',
      'reconciler-silent',
      'table-read-throttles',
      'table-write-throttles',
    ];
    expect(names().sort()).toEqual(expected.map((name) => `expense-tracker-dev-${name}`).sort());
  });

  it('tell the topic that is set, and say what to do', () => {
    for (const alarm of all('aws_cloudwatch_metric_alarm')) {
      expect(alarm).toMatchObject({ alarm_actions: [TOPIC], ok_actions: [TOPIC] });
      expect(String(alarm.alarm_description).length).toBeGreaterThan(20);
    }
  });

  it.each([
    ['receipts-dead-letters', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName'],
    ['reconciler-dead-letters', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName'],
    ['approvals-failed', 'AWS/States', 'ExecutionsFailed', 'StateMachineArn'],
  ])('of the name %s are raised by the first one', (name, namespace, metric, dimension) => {
    const alarm = all('aws_cloudwatch_metric_alarm').find((each) => String(each.alarm_name).endsWith(name));
    expect(alarm).toMatchObject({
      namespace,
      metric_name: metric,
      dimensions: { [dimension]: expect.any(String) },
      threshold: 1,
      comparison_operator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it('judge the latency by its 95th percentile', () => {
    const latency = all('aws_cloudwatch_metric_alarm').find((alarm) => alarm.metric_name === 'Latency');
    expect(latency).toMatchObject({ extended_statistic: 'p95', threshold: 1000 });
    expect(latency).not.toHaveProperty('statistic');
  });
});

describe('the dashboard and the saved queries', () => {
  it('fit into the grid of CloudWatch', () => {
    const body = JSON.parse(
      String(resource(synthesis.stack('monitoring'), 'aws_cloudwatch_dashboard').dashboard_body),
    );
    for (const widget of body.widgets) {
      expect(widget.x + widget.width).toBeLessThanOrEqual(24);
      const { metrics, alarms } = widget.properties;
      expect((metrics ?? alarms).length).toBeGreaterThan(0);
    }
    expect(body.widgets[0].properties.alarms).toHaveLength(all('aws_cloudwatch_metric_alarm').length);
  });

  it('ask log groups that exist', () => {
    for (const query of all('aws_cloudwatch_query_definition')) {
      expect(
        (query.log_group_names as string[]).every((name) => name.includes('aws_cloudwatch_log_group')),
      ).toBe(true);
    }
  });
});

it('every log group has a retention', () => {
  const groups = all('aws_cloudwatch_log_group');
  expect(groups).toHaveLength(7);
  for (const group of groups) expect(group.retention_in_days).toBe(30);
});
