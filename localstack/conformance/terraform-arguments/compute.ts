// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { expect } from 'vitest';
import { asMap, inPlace, lastOf, refused, replacement, type TypeCase, tags } from './case.ts';
import { hashOf } from './fixture.ts';

const allow = (action: string) =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"${action}","Resource":"*"}]}`;
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
const MACHINE = '{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
const BOUNDARY = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

/** How mappings of queues refuse what mappings of streams have. */
const OF_STREAMS = /is not valid for SQS event sources/;

/** Proofs for Lambda, IAM, Step Functions and the scheduler. */
export const compute: Readonly<Record<string, TypeCase>> = {
  aws_iam_role: {
    name: 'fn',
    read: async (aws, { name }) => {
      const { Role } = await (await aws.iam()).getRole({ RoleName: String(name) });
      return { ...Role, Tags: asMap(Role?.Tags) };
    },
    arguments: {
      name: replacement('renamed-role', (role) => role.RoleName),
      assume_role_policy: inPlace(TRUST, (role) => decodeURIComponent(role.AssumeRolePolicyDocument)),
      permissions_boundary: inPlace(BOUNDARY, (role) => role.PermissionsBoundary?.PermissionsBoundaryArn, {
        unset: { says: undefined },
      }),
      tags: tags((role) => role.Tags),
    },
  },
  aws_iam_role_policy: {
    name: 'consume',
    read: async (aws, { name, role }) =>
      (await aws.iam()).getRolePolicy({ RoleName: String(role), PolicyName: String(name) }),
    arguments: {
      name: replacement('renamed-policy', (policy) => policy.PolicyName),
      role: replacement('${aws_iam_role.machine.name}', (policy) => policy.RoleName, {
        says: 'fixture-machine',
      }),
      policy: inPlace(allow('sqs:*'), (policy) => decodeURIComponent(policy.PolicyDocument)),
    },
  },
  aws_lambda_function: {
    name: 'fn',
    read: async (aws, { function_name }) => {
      const answer = await (await aws.lambda()).getFunction({ FunctionName: String(function_name) });
      return { ...answer.Configuration, Tags: answer.Tags, Concurrency: answer.Concurrency };
    },
    arguments: {
      function_name: replacement('renamed-function', (fn) => fn.FunctionName),
      description: inPlace('Does little', (fn) => fn.Description, { unset: { says: '' } }),
      role: inPlace('${aws_iam_role.second.arn}', (fn) => lastOf(fn.Role), { says: 'fixture-second' }),
      runtime: inPlace('nodejs22.x', (fn) => fn.Runtime),
      handler: inPlace('index.other', (fn) => fn.Handler),
      architectures: inPlace(['x86_64'], (fn) => fn.Architectures, { unset: { says: ['x86_64'] } }),
      filename: inPlace('other.zip', (fn) => fn.CodeSha256, {
        says: hashOf('other.zip'),
        with: { source_code_hash: '${filebase64sha256("other.zip")}' },
      }),
      source_code_hash: inPlace('${filebase64sha256("other.zip")}', (fn) => fn.CodeSha256, {
        says: hashOf('other.zip'),
        with: { filename: 'other.zip' },
      }),
      memory_size: inPlace(512, (fn) => fn.MemorySize, { unset: { says: 128 } }),
      timeout: inPlace(20, (fn) => fn.Timeout, { unset: { says: 3 } }),
      'environment.variables': inPlace({ OTHER: 'x' }, (fn) => fn.Environment?.Variables ?? {}, {
        unset: { path: 'environment', says: {} },
      }),
      'tracing_config.mode': inPlace('PassThrough', (fn) => fn.TracingConfig.Mode, {
        unset: { path: 'tracing_config', says: 'PassThrough' },
      }),
      'logging_config.log_format': inPlace('JSON', (fn) => fn.LoggingConfig.LogFormat, {
        unset: { path: 'logging_config', says: 'Text' },
      }),
      'logging_config.log_group': inPlace('/fixture/other', (fn) => fn.LoggingConfig.LogGroup, {
        with: { 'logging_config.log_format': 'Text' },
        unset: { says: '/aws/lambda/fixture-fn' },
      }),
      'logging_config.application_log_level': inPlace('WARN', (fn) => fn.LoggingConfig.ApplicationLogLevel, {
        with: { 'logging_config.log_format': 'JSON' },
        unset: { says: 'INFO' },
      }),
      'logging_config.system_log_level': inPlace('WARN', (fn) => fn.LoggingConfig.SystemLogLevel, {
        with: { 'logging_config.log_format': 'JSON' },
        unset: { says: 'INFO' },
      }),
      'dead_letter_config.target_arn': inPlace(
        '${aws_sqs_queue.second.arn}',
        (fn) => lastOf(fn.DeadLetterConfig?.TargetArn),
        { says: 'fixture-second', unset: { path: 'dead_letter_config', says: undefined } },
      ),
      reserved_concurrent_executions: inPlace(7, (fn) => fn.Concurrency?.ReservedConcurrentExecutions, {
        unset: { says: undefined },
      }),
      tags: tags((fn) => fn.Tags),
    },
  },
  aws_lambda_permission: {
    name: 'gateway',
    read: async (aws, { function_name, statement_id }) => {
      const lambda = await aws.lambda();
      const { Policy = '' } = await lambda.getPolicy({ FunctionName: String(function_name) });
      const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string }[] };
      expect(Statement).toHaveLength(1);
      return Statement.find(({ Sid }) => Sid === statement_id);
    },
    arguments: {
      statement_id: inPlace('renamed', (statement) => statement.Sid),
      action: inPlace('lambda:GetFunction', (statement) => statement.Action),
      function_name: replacement(
        '${aws_lambda_function.other.function_name}',
        (statement) => lastOf(statement.Resource),
        { says: 'fixture-other' },
      ),
      principal: inPlace('s3.amazonaws.com', (statement) => statement.Principal.Service),
      source_arn: inPlace(
        'arn:aws:execute-api:us-east-1:000000000000:x/*',
        (statement) => statement.Condition.ArnLike['AWS:SourceArn'],
      ),
    },
  },
  aws_lambda_event_source_mapping: {
    name: 'm',
    read: async (aws, { uuid }) => {
      const lambda = await aws.lambda();
      const mapping = await lambda.getEventSourceMapping({ UUID: String(uuid) });
      return { ...mapping, ...(await lambda.listTags({ Resource: mapping.EventSourceMappingArn })) };
    },
    arguments: {
      event_source_arn: replacement(
        '${aws_sqs_queue.second.arn}',
        (mapping) => lastOf(mapping.EventSourceArn),
        { says: 'fixture-second' },
      ),
      function_name: inPlace(
        '${aws_lambda_function.other.function_name}',
        (mapping) => lastOf(mapping.FunctionArn),
        { says: 'fixture-other' },
      ),
      batch_size: inPlace(3, (mapping) => mapping.BatchSize, { unset: { says: 10 } }),
      function_response_types: inPlace([], (mapping) => mapping.FunctionResponseTypes, {
        unset: { says: [] },
      }),
      'scaling_config.maximum_concurrency': inPlace(
        5,
        (mapping) => mapping.ScalingConfig?.MaximumConcurrency,
        {
          unset: { path: 'scaling_config', says: undefined },
        },
      ),
      enabled: inPlace(false, (mapping) => mapping.State, { says: 'Disabled', unset: { says: 'Enabled' } }),
      maximum_batching_window_in_seconds: inPlace(5, (mapping) => mapping.MaximumBatchingWindowInSeconds, {
        unset: { says: 0 },
      }),
      // Of streams; lambda-streams-terraform.test.ts proves them there.
      starting_position: replacement('LATEST', () => undefined, { unmade: true }),
      bisect_batch_on_function_error: refused(true, OF_STREAMS),
      maximum_record_age_in_seconds: refused(60, OF_STREAMS),
      maximum_retry_attempts: refused(1, OF_STREAMS),
      parallelization_factor: refused(2, OF_STREAMS),
      'destination_config.on_failure.destination_arn': refused('${aws_sqs_queue.second.arn}', OF_STREAMS),
      'filter_criteria.filter.pattern': inPlace(
        '{"body":{"kind":["b"]}}',
        (mapping) => mapping.FilterCriteria?.Filters?.[0].Pattern,
        { unset: { path: 'filter_criteria', says: undefined } },
      ),
      tags: tags((mapping) => mapping.Tags),
    },
  },
  aws_sfn_state_machine: {
    name: 'm',
    read: async (aws, { arn }) => {
      const sfn = await aws.sfn();
      const stateMachineArn = String(arn);
      const { tags: list = [] } = await sfn.listTagsForResource({ resourceArn: stateMachineArn });
      const pairs = list.map(({ key: Key = '', value: Value = '' }) => ({ Key, Value }));
      return { ...(await sfn.describeStateMachine({ stateMachineArn })), tags: asMap(pairs) };
    },
    arguments: {
      name: replacement('renamed-machine', (machine) => machine.name),
      type: replacement('EXPRESS', (machine) => machine.type),
      role_arn: inPlace('${aws_iam_role.second_machine.arn}', (machine) => lastOf(machine.roleArn), {
        says: 'fixture-second-machine',
      }),
      definition: inPlace(MACHINE, (machine) => machine.definition),
      'logging_configuration.include_execution_data': inPlace(
        true,
        (machine) => machine.loggingConfiguration.includeExecutionData,
        { unset: { says: false } },
      ),
      'logging_configuration.level': inPlace('ALL', (machine) => machine.loggingConfiguration.level, {
        unset: { path: 'logging_configuration', says: 'OFF' },
      }),
      'logging_configuration.log_destination': inPlace(
        '${aws_cloudwatch_log_group.other.arn}:*',
        (machine) =>
          machine.loggingConfiguration.destinations?.[0].cloudWatchLogsLogGroup.logGroupArn.split(':')[6],
        { says: '/fixture/other' },
      ),
      'tracing_configuration.enabled': inPlace(false, (machine) => machine.tracingConfiguration.enabled, {
        unset: { path: 'tracing_configuration', says: false },
      }),
      tags: tags((machine) => machine.tags),
    },
  },
  aws_scheduler_schedule: {
    name: 's',
    read: async (aws, { group_name, name }) =>
      (await aws.scheduler()).getSchedule({
        Name: String(name),
        ...(group_name ? { GroupName: String(group_name) } : {}),
      }),
    arguments: {
      name: replacement('renamed-schedule', (schedule) => schedule.Name),
      group_name: replacement('second', (schedule) => schedule.GroupName),
      schedule_expression: inPlace('rate(1 hour)', (schedule) => schedule.ScheduleExpression),
      schedule_expression_timezone: inPlace(
        'Europe/Berlin',
        (schedule) => schedule.ScheduleExpressionTimezone,
        { unset: { says: 'UTC' } },
      ),
      'flexible_time_window.mode': inPlace('FLEXIBLE', (schedule) => schedule.FlexibleTimeWindow.Mode, {
        with: { 'flexible_time_window.maximum_window_in_minutes': 5 },
      }),
      'flexible_time_window.maximum_window_in_minutes': inPlace(
        5,
        (schedule) => schedule.FlexibleTimeWindow.MaximumWindowInMinutes,
        { with: { 'flexible_time_window.mode': 'FLEXIBLE' } },
      ),
      'target.arn': inPlace('${aws_lambda_function.other.arn}', (schedule) => lastOf(schedule.Target.Arn), {
        says: 'fixture-other',
      }),
      'target.role_arn': inPlace(
        '${aws_iam_role.second_schedule.arn}',
        (schedule) => lastOf(schedule.Target.RoleArn),
        { says: 'fixture-second-schedule' },
      ),
      'target.input': inPlace('{"a":1}', (schedule) => schedule.Target.Input, { unset: { says: undefined } }),
      'target.retry_policy.maximum_event_age_in_seconds': inPlace(
        90,
        (schedule) => schedule.Target.RetryPolicy.MaximumEventAgeInSeconds,
        { unset: { says: 86_400 } },
      ),
      'target.retry_policy.maximum_retry_attempts': inPlace(
        3,
        (schedule) => schedule.Target.RetryPolicy.MaximumRetryAttempts,
        { unset: { path: 'target.retry_policy', says: 185 } },
      ),
      'target.dead_letter_config.arn': inPlace(
        '${aws_sqs_queue.second.arn}',
        (schedule) => lastOf(schedule.Target.DeadLetterConfig?.Arn),
        { says: 'fixture-second', unset: { path: 'target.dead_letter_config', says: undefined } },
      ),
    },
  },
};
