import type { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { functionArn } from '../authorization.ts';
import { conflict, invalidParameter, unsupported } from '../errors.ts';
import { queueUrl } from '../events/async-invocations.ts';
import { type SourceKind, sourceKind } from '../events/consumers.ts';
import { validateMapping } from '../events/mapping-rules.ts';
import { type MappingInput, mappedFunctionArn, mappingMembers, putMapping } from '../events/mappings.ts';
import { requireReadableStream, requireWritableDestination } from '../events/stream-access.ts';
import type { EventSourceMapping } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** What is not sent, by kind of source, as AWS describes it. */
const DEFAULTS = {
  queue: { BatchSize: 10, MaximumBatchingWindowInSeconds: 0, StateTransitionReason: 'USER_INITIATED' },
  stream: {
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    FunctionResponseTypes: [],
    BisectBatchOnFunctionError: false,
    DestinationConfig: { OnFailure: {} },
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    ParallelizationFactor: 1,
    TumblingWindowInSeconds: 0,
    LastProcessingResult: 'No records processed',
    StateTransitionReason: 'User action',
  },
} as const satisfies Readonly<Record<SourceKind, Partial<EventSourceMapping>>>;

/** CreateEventSourceMapping: has a function consume an SQS queue or a stream of DynamoDB; other sources are refused. */
export const createEventSourceMapping = defineOperation({
  name: 'CreateEventSourceMapping',
  authorization: ({ FunctionName }, place) => [
    {
      action: 'lambda:CreateEventSourceMapping',
      resource: '*',
      conditions: { 'lambda:functionarn': functionArn(FunctionName, '', place) },
    },
  ],
  http: { method: 'POST', path: '/2015-03-31/event-source-mappings', status: 202 },
  async run(state: LambdaState, input: MappingInput) {
    const { context, mappingTags } = state;
    const { EventSourceArn = '', FunctionName = '', StartingPosition } = input;
    const kind = sourceKind(EventSourceArn);
    if (!kind) {
      throw unsupported('CreateEventSourceMapping', `EventSourceArn ${EventSourceArn || '(none)'}`);
    }
    validateMapping('CreateEventSourceMapping', input, undefined);
    const FunctionArn = mappedFunctionArn(state, FunctionName);
    requireUnmapped(state, kind, EventSourceArn, FunctionArn, FunctionName);
    if (kind === 'queue') await requireReadable(state, EventSourceArn, FunctionArn);
    else await requireReadableStream(state, EventSourceArn, FunctionArn);
    requireWritableDestination(state, input.DestinationConfig?.OnFailure?.Destination, FunctionArn);
    const UUID = context.random.uuid();
    const mapping: EventSourceMapping = {
      UUID,
      EventSourceArn,
      EventSourceMappingArn: `arn:aws:lambda:${context.region}:${context.accountId}:event-source-mapping:${UUID}`,
      FunctionArn,
      ...DEFAULTS[kind],
      ...mappingMembers(input),
      ...(StartingPosition === undefined ? {} : { StartingPosition }),
      LastModified: context.clock.now() / 1000,
      State: input.Enabled === false ? 'Disabled' : 'Enabled',
    };
    if (StartingPosition === 'LATEST') await state.streams.startAtLatest(mapping);
    if (input.Tags) mappingTags.set(UUID, input.Tags);
    return putMapping(state, mapping);
  },
});

function requireUnmapped(
  { mappings }: LambdaState,
  kind: SourceKind,
  sourceArn: string,
  arn: string,
  functionName: string,
): void {
  for (const { EventSourceArn, FunctionArn, UUID } of mappings.values()) {
    if (EventSourceArn !== sourceArn || FunctionArn !== arn) continue;
    throw conflict(
      kind === 'queue'
        ? `An event source mapping with SQS arn (" ${sourceArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${UUID}`
        : `The event source arn (" ${sourceArn} ") and function (" ${functionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    );
  }
}

/** AWS refuses a mapping whose role may not read the queue, or whose queue shows messages again too early. */
async function requireReadable(
  { context, functions }: LambdaState,
  queueArn: string,
  arn: string,
): Promise<void> {
  const { configuration } = functions.resolve(arn);
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
