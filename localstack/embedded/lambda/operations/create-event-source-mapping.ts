import type { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { functionArn } from '../authorization.ts';
import { conflict, invalidParameter, unsupported } from '../errors.ts';
import { queueUrl } from '../events/async-invocations.ts';
import {
  type MappingInput,
  mappedFunctionArn,
  mappingMembers,
  putMapping,
  validateMapping,
} from '../events/mappings.ts';
import type { LambdaState } from '../state.ts';

/** CreateEventSourceMapping: has a function consume a standard SQS queue; other sources are refused. */
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
    const { EventSourceArn = '', FunctionName = '' } = input;
    validateMapping('CreateEventSourceMapping', input);
    if (!/^arn:[^:]+:sqs:/.test(EventSourceArn)) {
      throw unsupported('CreateEventSourceMapping', `EventSourceArn ${EventSourceArn || '(none)'}`);
    }
    const FunctionArn = mappedFunctionArn(state, FunctionName);
    requireUnmapped(state, EventSourceArn, FunctionArn, FunctionName);
    await requireReadable(state, EventSourceArn, FunctionArn);
    const UUID = context.random.uuid();
    if (input.Tags) mappingTags.set(UUID, input.Tags);
    return putMapping(state, {
      UUID,
      EventSourceArn,
      EventSourceMappingArn: `arn:aws:lambda:${context.region}:${context.accountId}:event-source-mapping:${UUID}`,
      FunctionArn,
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      ...mappingMembers(input),
      LastModified: context.clock.now() / 1000,
      State: input.Enabled === false ? 'Disabled' : 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
    });
  },
});

function requireUnmapped(
  { mappings }: LambdaState,
  queueArn: string,
  arn: string,
  functionName: string,
): void {
  for (const known of mappings.values()) {
    if (known.EventSourceArn !== queueArn || known.FunctionArn !== arn) continue;
    throw conflict(
      `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${known.UUID}`,
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
