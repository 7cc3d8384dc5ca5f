import type { DescribeStateMachineCommandOutput, UpdateStateMachineCommandInput } from '@aws-sdk/client-sfn';
import { block, type Decoded, flag, jsonText, optional, text, withDefault } from '../arguments.ts';
import { differs, jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import type { Tags } from '../resource.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  name: text,
  type: withDefault(text, 'STANDARD'),
  role_arn: text,
  definition: jsonText,
  logging_configuration: optional(
    block({ include_execution_data: optional(flag), level: text, log_destination: optional(text) }),
  ),
  tracing_configuration: optional(block({ enabled: flag })),
};

/** A state machine; AWS checks its definition. */
export default defineResource<typeof FIELDS, Partial<DescribeStateMachineCommandOutput>>({
  type: 'aws_sfn_state_machine',
  arguments: FIELDS,
  example: {
    m: {
      name: 'fixture-machine',
      role_arn: ref('aws_iam_role.machine.arn'),
      definition: JSON.stringify({
        Comment: 'one',
        QueryLanguage: 'JSONata',
        StartAt: 'End',
        States: { End: { Type: 'Succeed' } },
      }),
      logging_configuration: {
        include_execution_data: false,
        level: 'ERROR',
        log_destination: `${ref('aws_cloudwatch_log_group.g.arn')}:*`,
      },
      tracing_configuration: { enabled: true },
      type: 'STANDARD',
      depends_on: ['aws_iam_role_policy.deliver'],
    },
  },
  attributes: ['arn', 'id'],
  foundBy: ['name'],
  fixed: { type: (machine) => machine.type ?? null },
  holds: 'its executions and their history',
  tags: {
    async read({ stateMachineArn: resourceArn }, _wanted, { aws }) {
      const sfn = await aws.sfn();
      const { tags = [] } = await sfn.listTagsForResource({ resourceArn });
      return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
    },
    async write({ stateMachineArn: resourceArn }, _wanted, { set, removed }, { aws }) {
      const sfn = await aws.sfn();
      if (removed.length > 0) await sfn.untagResource({ resourceArn, tagKeys: [...removed] });
      if (Object.keys(set).length > 0) await sfn.tagResource({ resourceArn, tags: tagPairs(set) });
    },
  },
  // IAM tells Step Functions of a new role, and of its permission to write logs, after some seconds.
  passing: [
    { name: 'AccessDeniedException', message: /not authorized to assume|log/i },
    { name: 'StateMachineDeleting' },
  ],

  async read(wanted, { account, aws, region }) {
    const sfn = await aws.sfn();
    return unlessNotFound(
      sfn.describeStateMachine({
        stateMachineArn: `arn:aws:states:${region}:${await account()}:stateMachine:${wanted.name}`,
      }),
      'StateMachineDoesNotExist',
    );
  },

  async create(wanted, { aws, tags }) {
    const sfn = await aws.sfn();
    return sfn.createStateMachine({
      name: wanted.name,
      type: wanted.type as 'STANDARD',
      definition: wanted.definition,
      roleArn: wanted.role_arn,
      ...settingsOf(wanted),
      tags: tagPairs(tags),
    });
  },

  async update(wanted, found, { aws }) {
    const same =
      !differs({ roleArn: wanted.role_arn, ...settingsOf(wanted) }, found) &&
      !jsonDiffers(wanted.definition, found.definition);
    if (same) return undefined;
    const sfn = await aws.sfn();
    const { stateMachineArn } = found;
    await sfn.updateStateMachine({
      stateMachineArn,
      definition: wanted.definition,
      roleArn: wanted.role_arn,
      ...settingsOf(wanted),
    });
    return found;
  },

  // It is gone once its executions have ended; whoever makes it again is told to wait until then.
  async delete(_wanted, { stateMachineArn }, { aws }) {
    const sfn = await aws.sfn();
    await sfn.deleteStateMachine({ stateMachineArn });
  },

  describe: (machine) => ({ arn: machine.stateMachineArn ?? '', id: machine.stateMachineArn ?? '' }),
});

function tagPairs(tags: Tags): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

function settingsOf(wanted: Decoded<typeof FIELDS>) {
  const logging = wanted.logging_configuration;
  return {
    loggingConfiguration: {
      level: logging?.level ?? 'OFF',
      includeExecutionData: logging?.include_execution_data ?? false,
      destinations: logging?.log_destination
        ? [{ cloudWatchLogsLogGroup: { logGroupArn: logging.log_destination } }]
        : undefined,
    },
    tracingConfiguration: { enabled: wanted.tracing_configuration?.enabled ?? false },
  } as Pick<UpdateStateMachineCommandInput, 'loggingConfiguration' | 'tracingConfiguration'>;
}
