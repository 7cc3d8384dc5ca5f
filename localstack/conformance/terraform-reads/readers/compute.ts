import { type Reader, tagRecord, unless } from '../reader.ts';

/** Functions with their roles, the state machine, and the schedule. */
export const computeReaders: Readonly<Record<string, Reader>> = {
  aws_iam_role: {
    source: 'iam/role.go',
    calls: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies'],
    async read(sent, { iam }) {
      const RoleName = sent.text('name');
      const { Role: role } = await iam.getRole({ RoleName });
      // The deprecated argument inline_policy is read whether it is used or not, one call for each policy.
      const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
      for (const PolicyName of PolicyNames) await iam.getRolePolicy({ RoleName, PolicyName });
      await iam.listAttachedRolePolicies({ RoleName });
      return {
        arguments: {
          name: role?.RoleName,
          assume_role_policy: decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''),
          permissions_boundary: role?.PermissionsBoundary?.PermissionsBoundaryArn,
        },
        tags: tagRecord(role?.Tags),
      };
    },
    async delete(sent, { iam }) {
      const RoleName = sent.text('name');
      await iam.listInstanceProfilesForRole({ RoleName });
      await iam.deleteRole({ RoleName });
    },
  },

  aws_iam_role_policy: {
    source: 'iam/role_policy.go',
    calls: ['iam:GetRolePolicy'],
    async read(sent, { iam }) {
      const found = await iam.getRolePolicy({ RoleName: sent.text('role'), PolicyName: sent.text('name') });
      return {
        arguments: {
          name: found.PolicyName,
          role: found.RoleName,
          policy: decodeURIComponent(found.PolicyDocument ?? ''),
        },
      };
    },
    delete: (sent, { iam }) =>
      iam.deleteRolePolicy({ RoleName: sent.text('role'), PolicyName: sent.text('name') }),
  },

  aws_lambda_function: {
    source: 'lambda/function.go',
    calls: ['lambda:GetFunction', 'lambda:ListVersionsByFunction', 'lambda:GetFunctionCodeSigningConfig'],
    unread: { filename: 'is where Terraform has the code; Lambda gives back its hash' },
    async read(sent, { lambda }) {
      const FunctionName = sent.text('function_name');
      const { Configuration: found, Concurrency, Tags } = await lambda.getFunction({ FunctionName });
      if (found?.State !== 'Active' || found.LastUpdateStatus !== 'Successful') {
        throw new Error(`The function is ${found?.State}, ${found?.LastUpdateStatus}.`);
      }
      await lambda.listVersionsByFunction({ FunctionName });
      await lambda.getFunctionCodeSigningConfig({ FunctionName });
      return {
        arguments: {
          function_name: found.FunctionName,
          description: found.Description,
          role: found.Role,
          runtime: found.Runtime,
          architectures: found.Architectures,
          handler: found.Handler,
          source_code_hash: found.CodeSha256,
          memory_size: found.MemorySize,
          timeout: found.Timeout,
          environment: { variables: found.Environment?.Variables },
          tracing_config: { mode: found.TracingConfig?.Mode },
          dead_letter_config: { target_arn: found.DeadLetterConfig?.TargetArn },
          reserved_concurrent_executions: Concurrency?.ReservedConcurrentExecutions,
        },
        tags: Tags ?? {},
      };
    },
    delete: (sent, { lambda }) => lambda.deleteFunction({ FunctionName: sent.text('function_name') }),
  },

  aws_lambda_permission: {
    source: 'lambda/permission.go',
    calls: ['lambda:GetPolicy'],
    async read(sent, { lambda }) {
      const { Policy = '' } = await lambda.getPolicy({ FunctionName: sent.text('function_name') });
      const { Statement } = JSON.parse(Policy) as { Statement: Record<string, never>[] };
      const found = Statement.find(({ Sid }) => Sid === sent.text('statement_id')) as unknown as {
        Sid: string;
        Action: string;
        Resource: string;
        Principal: { Service: string };
        Condition: { ArnLike: { 'AWS:SourceArn': string } };
      };
      return {
        arguments: {
          statement_id: found.Sid,
          action: found.Action,
          function_name: found.Resource.split(':').at(-1),
          principal: found.Principal.Service,
          source_arn: found.Condition.ArnLike['AWS:SourceArn'],
        },
      };
    },
    delete: (sent, { lambda }) =>
      lambda.removePermission({
        FunctionName: sent.text('function_name'),
        StatementId: sent.text('statement_id'),
      }),
  },

  aws_lambda_event_source_mapping: {
    source: 'lambda/event_source_mapping.go',
    calls: ['lambda:GetEventSourceMapping', 'lambda:ListTags'],
    async read(sent, { lambda }) {
      const found = await lambda.getEventSourceMapping({ UUID: sent.text('uuid') });
      const { Tags } = await lambda.listTags({ Resource: found.EventSourceMappingArn });
      return {
        arguments: {
          event_source_arn: found.EventSourceArn,
          function_name: found.FunctionArn?.split(':').at(-1),
          enabled: found.State === 'Enabled',
          batch_size: found.BatchSize,
          maximum_batching_window_in_seconds: found.MaximumBatchingWindowInSeconds,
          starting_position: found.StartingPosition,
          bisect_batch_on_function_error: found.BisectBatchOnFunctionError,
          maximum_record_age_in_seconds: found.MaximumRecordAgeInSeconds,
          maximum_retry_attempts: found.MaximumRetryAttempts,
          parallelization_factor: found.ParallelizationFactor,
          destination_config: {
            on_failure: { destination_arn: found.DestinationConfig?.OnFailure?.Destination },
          },
          function_response_types: found.FunctionResponseTypes,
          scaling_config: { maximum_concurrency: found.ScalingConfig?.MaximumConcurrency },
          filter_criteria: found.FilterCriteria && {
            filter: found.FilterCriteria.Filters?.map(({ Pattern }) => ({ pattern: Pattern })),
          },
        },
        tags: Tags ?? {},
      };
    },
    delete: (sent, { lambda }) => lambda.deleteEventSourceMapping({ UUID: sent.text('uuid') }),
  },

  aws_sfn_state_machine: {
    source: 'sfn/state_machine.go',
    calls: [
      'sfn:ValidateStateMachineDefinition',
      'sfn:DescribeStateMachine',
      'sfn:ListStateMachineVersions',
      'sfn:ListTagsForResource',
    ],
    async read(sent, { sfn }) {
      const stateMachineArn = sent.text('arn');
      const plan = await sfn.validateStateMachineDefinition({
        definition: sent.text('definition'),
        type: 'STANDARD',
      });
      if (plan.result !== 'OK') throw new Error(JSON.stringify(plan.diagnostics));
      const found = await sfn.describeStateMachine({ stateMachineArn });
      await sfn.listStateMachineVersions({ stateMachineArn });
      const { tags } = await sfn.listTagsForResource({ resourceArn: stateMachineArn });
      return {
        arguments: {
          name: found.name,
          type: found.type,
          role_arn: found.roleArn,
          definition: found.definition,
          logging_configuration: {
            level: found.loggingConfiguration?.level,
            include_execution_data: found.loggingConfiguration?.includeExecutionData,
            log_destination:
              found.loggingConfiguration?.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn,
          },
          tracing_configuration: { enabled: found.tracingConfiguration?.enabled },
        },
        tags: Object.fromEntries((tags ?? []).map(({ key = '', value = '' }) => [key, value])),
      };
    },
    delete: (sent, { sfn }) => sfn.deleteStateMachine({ stateMachineArn: sent.text('arn') }),
  },

  aws_scheduler_schedule: {
    source: 'scheduler/schedule.go',
    calls: ['scheduler:GetSchedule'],
    async read(sent, { scheduler }) {
      const found = await scheduler.getSchedule({ GroupName: 'default', Name: sent.text('name') });
      return {
        arguments: {
          name: found.Name,
          schedule_expression: found.ScheduleExpression,
          flexible_time_window: { mode: found.FlexibleTimeWindow?.Mode },
          target: {
            arn: found.Target?.Arn,
            role_arn: found.Target?.RoleArn,
            retry_policy: {
              maximum_event_age_in_seconds: found.Target?.RetryPolicy?.MaximumEventAgeInSeconds,
              maximum_retry_attempts: found.Target?.RetryPolicy?.MaximumRetryAttempts,
            },
            dead_letter_config: { arn: found.Target?.DeadLetterConfig?.Arn },
          },
        },
      };
    },
    delete: (sent, { scheduler }) =>
      unless(scheduler.deleteSchedule({ Name: sent.text('name') }), 'ResourceNotFoundException'),
  },
};
