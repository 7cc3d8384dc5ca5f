import type {
  EventSourceMappingConfiguration,
  EventSourcePosition,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import {
  block,
  blocks,
  type Decoded,
  flag,
  list,
  number,
  optional,
  text,
  withDefault,
} from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { lambdaTags } from './lambda-tags.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  event_source_arn: text,
  function_name: text,
  enabled: withDefault(flag, true),
  batch_size: optional(number),
  maximum_batching_window_in_seconds: withDefault(number, 0),
  function_response_types: optional(list(text)),
  scaling_config: optional(block({ maximum_concurrency: number })),
  filter_criteria: optional(block({ filter: blocks({ pattern: text }) })),
  starting_position: optional(text),
  bisect_batch_on_function_error: withDefault(flag, false),
  maximum_record_age_in_seconds: optional(number),
  maximum_retry_attempts: optional(number),
  parallelization_factor: optional(number),
  destination_config: optional(block({ on_failure: optional(block({ destination_arn: text })) })),
};

/** Feeds a queue's messages, or the records of a table's stream, to a function. */
export default defineResource<typeof FIELDS, EventSourceMappingConfiguration>({
  type: 'aws_lambda_event_source_mapping',
  arguments: FIELDS,
  example: {
    m: {
      event_source_arn: ref('aws_sqs_queue.q.arn'),
      function_name: ref('aws_lambda_function.fn.function_name'),
      batch_size: 5,
      function_response_types: ['ReportBatchItemFailures'],
      scaling_config: { maximum_concurrency: 2 },
      filter_criteria: { filter: [{ pattern: JSON.stringify({ body: { kind: ['a'] } }) }] },
      depends_on: ['aws_iam_role_policy.consume'],
    },
    stream: {
      event_source_arn: ref('aws_dynamodb_table.t.stream_arn'),
      function_name: ref('aws_lambda_function.fn.function_name'),
      starting_position: 'LATEST',
      maximum_batching_window_in_seconds: 1,
      bisect_batch_on_function_error: true,
      maximum_record_age_in_seconds: 3600,
      maximum_retry_attempts: 3,
      parallelization_factor: 2,
      destination_config: { on_failure: { destination_arn: ref('aws_sqs_queue.q.arn') } },
      depends_on: ['aws_iam_role_policy.consume'],
    },
  },
  attributes: ['function_arn', 'id', 'uuid'],
  fixed: { starting_position: (found) => found.StartingPosition ?? null },
  within: 'function_name',
  foundBy: ['event_source_arn', 'function_name'],
  renames: ['function_name'],
  tags: lambdaTags(
    async ({ EventSourceMappingArn, UUID }, { account, region }) =>
      EventSourceMappingArn ?? `arn:aws:lambda:${region}:${await account()}:event-source-mapping:${UUID}`,
  ),
  // The role's policy may have been written a moment ago.
  passing: [
    { name: 'InvalidParameterValueException', message: /does not have permissions/i },
    { name: 'ResourceInUseException' },
  ],

  async read(wanted, { aws }) {
    const lambda = await aws.lambda();
    const { EventSourceMappings = [] } = await lambda.listEventSourceMappings({
      EventSourceArn: wanted.event_source_arn,
      FunctionName: wanted.function_name,
    });
    return EventSourceMappings[0];
  },

  async create(wanted, { aws, tags, until }) {
    const lambda = await aws.lambda();
    const { UUID } = await lambda.createEventSourceMapping({
      EventSourceArn: wanted.event_source_arn,
      FunctionName: wanted.function_name,
      ...settingsOf(wanted),
      ...(wanted.starting_position !== undefined && {
        StartingPosition: wanted.starting_position as EventSourcePosition,
      }),
      Enabled: wanted.enabled,
      Tags: { ...tags },
    });
    return until(() => lambda.getEventSourceMapping({ UUID }), isSettled);
  },

  async update(wanted, found, { aws, until }) {
    const FunctionName = wanted.function_name;
    const otherFunction = functionNameOf(FunctionName) !== functionNameOf(found.FunctionArn);
    const isSwitched = wanted.enabled !== (found.State === 'Enabled');
    if (!otherFunction && !isSwitched && !differs(settingsOf(wanted), found)) return undefined;
    const lambda = await aws.lambda();
    const { UUID } = found;
    await lambda.updateEventSourceMapping({
      UUID,
      FunctionName,
      Enabled: wanted.enabled,
      ...(isStream(wanted) ? UNSET_OF_STREAM : UNSET_OF_QUEUE),
      ...withoutUndefined(settingsOf(wanted)),
    });
    return until(() => lambda.getEventSourceMapping({ UUID }), isSettled);
  },

  async delete(_wanted, { UUID }, { aws, until }) {
    const lambda = await aws.lambda();
    await lambda.deleteEventSourceMapping({ UUID });
    const read = () => unlessNotFound(lambda.getEventSourceMapping({ UUID }), 'ResourceNotFoundException');
    await until(read, (mapping) => mapping === undefined);
  },

  describe: (mapping) => ({
    function_arn: mapping.FunctionArn ?? '',
    id: mapping.UUID ?? '',
    uuid: mapping.UUID ?? '',
  }),
});

/** What takes a setting away: UpdateEventSourceMapping leaves as it is what it does not get. */
const UNSET = { FunctionResponseTypes: [], FilterCriteria: {} };
const UNSET_OF_QUEUE = { ...UNSET, ScalingConfig: {} };
const UNSET_OF_STREAM = { ...UNSET, DestinationConfig: { OnFailure: {} } };

/** What AWS takes for what is not set of a stream; the same as in Terraform. */
const DEFAULTS_OF_STREAM = {
  BatchSize: 100,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 1,
};
const DEFAULTS_OF_QUEUE = { BatchSize: 10 };

function isStream({ event_source_arn }: Pick<Decoded<typeof FIELDS>, 'event_source_arn'>): boolean {
  return event_source_arn.includes(':dynamodb:');
}

function withoutUndefined<T extends object>(settings: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

/** A function's name, of its name or ARN. */
function functionNameOf(nameOrArn: string | undefined): string | undefined {
  return nameOrArn?.replace(/^arn:[^:]+:lambda:[^:]+:\d+:function:/, '');
}

function settingsOf(wanted: Decoded<typeof FIELDS>) {
  return {
    ...(isStream(wanted) ? DEFAULTS_OF_STREAM : DEFAULTS_OF_QUEUE),
    ...withoutUndefined({
      BatchSize: wanted.batch_size,
      MaximumRecordAgeInSeconds: wanted.maximum_record_age_in_seconds,
      MaximumRetryAttempts: wanted.maximum_retry_attempts,
      ParallelizationFactor: wanted.parallelization_factor,
    }),
    MaximumBatchingWindowInSeconds: wanted.maximum_batching_window_in_seconds,
    BisectBatchOnFunctionError: wanted.bisect_batch_on_function_error,
    DestinationConfig: wanted.destination_config?.on_failure && {
      OnFailure: { Destination: wanted.destination_config.on_failure.destination_arn },
    },
    FunctionResponseTypes: wanted.function_response_types,
    ScalingConfig: wanted.scaling_config && {
      MaximumConcurrency: wanted.scaling_config.maximum_concurrency,
    },
    FilterCriteria: wanted.filter_criteria && {
      Filters: wanted.filter_criteria.filter.map(({ pattern }) => ({ Pattern: pattern })),
    },
  } as Omit<UpdateEventSourceMappingCommandInput, 'UUID'>;
}

/** Whether it is done with being made or changed. */
function isSettled({ State }: EventSourceMappingConfiguration): boolean {
  return State === 'Enabled' || State === 'Disabled';
}
