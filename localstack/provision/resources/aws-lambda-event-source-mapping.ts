import type {
  EventSourceMappingConfiguration,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { block, blocks, type Decoded, list, number, optional, text, withDefault } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { lambdaTags } from './lambda-tags.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  event_source_arn: text,
  function_name: text,
  batch_size: withDefault(number, 10),
  function_response_types: optional(list(text)),
  scaling_config: optional(block({ maximum_concurrency: number })),
  filter_criteria: optional(block({ filter: blocks({ pattern: text }) })),
};

/** Feeds a queue's messages to a function. */
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
  },
  attributes: ['function_arn', 'id', 'uuid'],
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
      Tags: { ...tags },
    });
    return until(() => lambda.getEventSourceMapping({ UUID }), isEnabled);
  },

  async update(wanted, found, { aws, until }) {
    const FunctionName = wanted.function_name;
    const otherFunction = functionNameOf(FunctionName) !== functionNameOf(found.FunctionArn);
    if (!otherFunction && !differs(settingsOf(wanted), found)) return undefined;
    const lambda = await aws.lambda();
    const { UUID } = found;
    await lambda.updateEventSourceMapping({
      UUID,
      FunctionName,
      ...UNSET,
      ...withoutUndefined(settingsOf(wanted)),
    });
    return until(() => lambda.getEventSourceMapping({ UUID }), isEnabled);
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

/** What takes a setting away: UpdateEventSourceMapping leaves as it is what it is not told. */
const UNSET = { FunctionResponseTypes: [], ScalingConfig: {}, FilterCriteria: {} };

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
    BatchSize: wanted.batch_size,
    FunctionResponseTypes: wanted.function_response_types,
    ScalingConfig: wanted.scaling_config && {
      MaximumConcurrency: wanted.scaling_config.maximum_concurrency,
    },
    FilterCriteria: wanted.filter_criteria && {
      Filters: wanted.filter_criteria.filter.map(({ pattern }) => ({ Pattern: pattern })),
    },
  } as Omit<UpdateEventSourceMappingCommandInput, 'UUID'>;
}

function isEnabled(mapping: EventSourceMappingConfiguration): boolean {
  return mapping.State === 'Enabled';
}
