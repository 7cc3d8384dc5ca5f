import type { AwsError } from '../../core/errors.ts';
import { conflict, invalidParameter, notFound, unsupported } from '../errors.ts';
import { queueUrl } from '../events/async-invocations.ts';
import { type FilterCriteria, messageFilter } from '../events/event-filter.ts';
import { parseReference } from '../functions.ts';
import type { EventSourceMapping } from '../model.ts';
import type { LambdaRoom } from '../room.ts';
import { type PageInput, page } from './paging.ts';
import { mappingTags } from './tags.ts';

interface Input {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly FilterCriteria?: FilterCriteria;
  readonly Tags?: Readonly<Record<string, string>>;
}

const KNOWN = new Set([
  'UUID',
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'ScalingConfig',
  'FilterCriteria',
  'Tags',
]);

/** Event source mappings of standard SQS queues. */
export function eventSourceMappingOperations(room: LambdaRoom) {
  const { context, mappings, consumers } = room;

  function find(uuid: string): EventSourceMapping {
    const mapping = mappings.get(uuid);
    if (!mapping) throw notFound('The resource you requested does not exist.');
    return mapping;
  }

  function keep(mapping: EventSourceMapping): EventSourceMapping {
    mappings.set(mapping.UUID, mapping);
    consumers.apply(mapping);
    return mapping;
  }

  function functionArn(reference: string): string {
    const { qualifier } = parseReference(reference);
    const { record } = room.functions.resolve(reference);
    return record.configuration.FunctionArn + (qualifier === undefined ? '' : `:${qualifier}`);
  }

  return {
    async CreateEventSourceMapping(input: Input) {
      const { EventSourceArn = '', FunctionName = '' } = input;
      validate('CreateEventSourceMapping', input);
      if (!/^arn:[^:]+:sqs:/.test(EventSourceArn)) {
        throw unsupported('CreateEventSourceMapping', `EventSourceArn ${EventSourceArn || '(none)'}`);
      }
      const arn = functionArn(FunctionName);
      for (const known of mappings.values()) {
        if (known.EventSourceArn !== EventSourceArn || known.FunctionArn !== arn) continue;
        throw conflict(
          `An event source mapping with SQS arn (" ${EventSourceArn} ") and function (" ${FunctionName} ") already exists. Please update or delete the existing mapping with UUID ${known.UUID}`,
        );
      }
      await requireReadable(room, EventSourceArn, arn);
      const UUID = context.random.uuid();
      if (input.Tags) mappingTags(room).set(UUID, input.Tags);
      return keep({
        UUID,
        EventSourceArn,
        EventSourceMappingArn: `arn:aws:lambda:${context.region}:${context.accountId}:event-source-mapping:${UUID}`,
        FunctionArn: arn,
        BatchSize: 10,
        MaximumBatchingWindowInSeconds: 0,
        ...members(input),
        LastModified: context.clock.now() / 1000,
        State: input.Enabled === false ? 'Disabled' : 'Enabled',
        StateTransitionReason: 'USER_INITIATED',
      });
    },
    GetEventSourceMapping: ({ UUID }: { readonly UUID: string }) => find(UUID),
    UpdateEventSourceMapping(input: Input & { readonly UUID: string }) {
      validate('UpdateEventSourceMapping', input);
      const known = find(input.UUID);
      const State = input.Enabled === undefined ? known.State : input.Enabled ? 'Enabled' : 'Disabled';
      return keep({
        ...known,
        ...members(input),
        ...(input.FunctionName === undefined ? {} : { FunctionArn: functionArn(input.FunctionName) }),
        LastModified: context.clock.now() / 1000,
        State,
      });
    },
    async DeleteEventSourceMapping({ UUID }: { readonly UUID: string }) {
      const mapping = find(UUID);
      mappings.delete(UUID);
      mappingTags(room).delete(UUID);
      context.clock.background(() => consumers.stop(UUID), `Ending the mapping ${UUID}`);
      return { ...mapping, State: 'Deleting' };
    },
    ListEventSourceMappings(input: Input & PageInput) {
      const wanted = input.FunctionName === undefined ? undefined : functionArn(input.FunctionName);
      const all = [...mappings.values()].filter(
        ({ EventSourceArn, FunctionArn }) =>
          (input.EventSourceArn === undefined || EventSourceArn === input.EventSourceArn) &&
          (wanted === undefined || FunctionArn === wanted),
      );
      const { items, NextMarker } = page(all, input);
      return { EventSourceMappings: items, NextMarker };
    },
  };
}

function members(input: Input): Partial<EventSourceMapping> {
  const { BatchSize, MaximumBatchingWindowInSeconds, FunctionResponseTypes, ScalingConfig, FilterCriteria } =
    input;
  const given = {
    BatchSize,
    MaximumBatchingWindowInSeconds,
    FunctionResponseTypes,
    ScalingConfig,
    FilterCriteria,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function validate(operation: string, input: Input): void {
  for (const [member, value] of Object.entries(input)) {
    const empty = value === undefined || value === null || Object.keys(Object(value)).length === 0;
    if (!KNOWN.has(member) && !(typeof value === 'object' && empty)) throw unsupported(operation, member);
  }
  const { BatchSize: size = 10, MaximumBatchingWindowInSeconds: seconds = 0 } = input;
  if (size < 1 || size > 10_000) throw invalidParameter('Batch size must be between 1 and 10000.');
  if (seconds < 0 || seconds > 300) {
    throw invalidParameter('Maximum batch window in seconds must be between 0 and 300 seconds.');
  }
  if (size > 10 && seconds === 0) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  messageFilter(input.FilterCriteria);
  const concurrency = input.ScalingConfig?.MaximumConcurrency;
  if (concurrency !== undefined && (concurrency < 2 || concurrency > 1000)) {
    throw invalidParameter('MaximumConcurrency must be between 2 and 1000.');
  }
}

/** AWS refuses a mapping whose role may not read the queue, or whose queue shows messages again too early. */
async function requireReadable(room: LambdaRoom, queueArn: string, functionArn: string): Promise<void> {
  const { configuration } = room.functions.resolve(functionArn);
  const { context } = room;
  const { principal } = context.credentials.assumeRole(configuration.Role, configuration.FunctionName);
  const input = { QueueUrl: queueUrl(context, queueArn), AttributeNames: ['VisibilityTimeout'] };
  let seconds: number;
  try {
    type Output = { readonly Attributes?: Readonly<Record<string, string>> };
    const { Attributes } = await context.call<Output>('sqs', 'GetQueueAttributes', input, principal);
    seconds = Number(Attributes?.VisibilityTimeout ?? 30);
  } catch (error) {
    const { code, message } = error as AwsError;
    if (/AccessDenied|NotAuthorized/.test(code)) {
      throw invalidParameter(
        `The provided execution role does not have permissions to call ReceiveMessage on SQS (${message})`,
      );
    }
    throw invalidParameter(
      `Error occurred while ReceiveMessage. SQS Error Code: ${code}. SQS Error Message: ${message}`,
    );
  }
  if (seconds < configuration.Timeout) {
    throw invalidParameter(
      `Queue visibility timeout: ${seconds} seconds is less than Function timeout: ${configuration.Timeout} seconds`,
    );
  }
}
