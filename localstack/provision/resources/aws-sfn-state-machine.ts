import type { DescribeStateMachineCommandOutput, UpdateStateMachineCommandInput } from '@aws-sdk/client-sfn';
import { block, type Decoded, flag, jsonText, optional, text, withDefault } from '../arguments.ts';
import { differs, jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ProvisionError } from '../errors.ts';
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
  attributes: ['arn', 'id'],
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
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    });
  },

  async update(wanted, found, { aws }) {
    if (wanted.type !== found.type) {
      throw new ProvisionError(
        'CannotChangeInPlace',
        'Step Functions fixes the type when a machine is made',
        {
          argument: 'type',
        },
      );
    }
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

  describe: (machine) => ({ arn: machine.stateMachineArn ?? '', id: machine.stateMachineArn ?? '' }),
});

function settingsOf(wanted: Decoded<typeof FIELDS>) {
  const logging = wanted.logging_configuration;
  return {
    loggingConfiguration: logging && {
      level: logging.level,
      includeExecutionData: logging.include_execution_data,
      ...(logging.log_destination && {
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logging.log_destination } }],
      }),
    },
    tracingConfiguration: wanted.tracing_configuration && { enabled: wanted.tracing_configuration.enabled },
  } as Pick<UpdateStateMachineCommandInput, 'loggingConfiguration' | 'tracingConfiguration'>;
}
