import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { functionArn } from '../authorization.ts';
import { functionNotFound, validationFailed } from '../errors.ts';
import type { Invocation, InvocationResult } from '../execution/invocations.ts';
import { parseReference } from '../functions/store.ts';
import type { FunctionConfiguration } from '../model.ts';
import type { LambdaState } from '../state.ts';

interface InvokeInput {
  readonly FunctionName: string;
  readonly InvocationType?: 'RequestResponse' | 'Event' | 'DryRun';
  readonly LogType?: 'None' | 'Tail';
  /** Base64 of JSON. */
  readonly ClientContext?: string;
  /** Base64 text, or the bytes. */
  readonly Payload?: string | Uint8Array;
  readonly Qualifier?: string;
  /** `X-Amzn-Trace-Id`, a header of every call that AWS's API model does not list. */
  readonly TraceHeader?: string;
}

interface InvokeOutput {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly Payload?: Uint8Array;
  readonly ExecutedVersion?: string;
}

const MAX_PAYLOAD = 6 * 1024 * 1024;
const MAX_ASYNC_PAYLOAD = 1024 * 1024;
/** AWS returns the last 4 KB of the log. */
const MAX_LOG = 4096;

/** Invoke: runs a function now, or takes an event to run it with later. */
export const invoke = defineOperation({
  name: 'Invoke',
  authorization: ({ FunctionName, Qualifier }, place) => [
    // The version or alias that is invoked is part of the resource.
    { action: 'lambda:InvokeFunction', resource: functionArn(FunctionName, Qualifier, place) },
  ],
  http: {
    method: 'POST',
    path: '/2015-03-31/functions/{FunctionName}/invocations',
    query: { Qualifier: 'Qualifier' },
    headers: {
      'x-amz-invocation-type': 'InvocationType',
      'x-amz-log-type': 'LogType',
      'x-amz-client-context': 'ClientContext',
      'x-amzn-trace-id': 'TraceHeader',
    },
    payload: 'Payload',
    outputStatus: 'StatusCode',
    outputPayload: 'Payload',
    outputHeaders: {
      'x-amz-function-error': 'FunctionError',
      'x-amz-log-result': 'LogResult',
      'x-amz-executed-version': 'ExecutedVersion',
    },
  },
  async run(
    { functions, invocations, asyncInvocations }: LambdaState,
    input: InvokeInput,
    { principal, requestId }: Call,
  ): Promise<InvokeOutput> {
    const type = input.InvocationType ?? 'RequestResponse';
    const qualifier = input.Qualifier ?? parseReference(input.FunctionName).qualifier;
    const { name } = parseReference(input.FunctionName);
    // Of a function that is not there, Invoke alone names the version, too.
    if (!functions.records.has(name))
      throw functionNotFound(`${functions.arn(name)}:${qualifier ?? '$LATEST'}`);
    const { record, configuration } = functions.resolve(input.FunctionName, qualifier);
    const invokedArn = record.configuration.FunctionArn + (qualifier === undefined ? '' : `:${qualifier}`);
    const payload = readPayload(input.Payload, type, principal.service === undefined);
    const invocation: Invocation = {
      record,
      configuration,
      functionArn: invokedArn,
      requestId,
      payload,
      tail: input.LogType === 'Tail',
      ...(input.TraceHeader === undefined ? {} : { traceHeader: input.TraceHeader }),
      ...(input.ClientContext
        ? { clientContext: Buffer.from(input.ClientContext, 'base64').toString() }
        : {}),
    };
    if (type === 'DryRun') return { StatusCode: 204 };
    if (type === 'Event') {
      asyncInvocations.accept(invocation);
      return { StatusCode: 202 };
    }
    if (type !== 'RequestResponse') {
      throw validationFailed(
        `Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`,
      );
    }
    return outputOf(configuration, await invocations.run(invocation));
  },
});

/** Services send what they made themselves; everybody else's JSON is looked at before it reaches a function. */
function readPayload(payload: InvokeInput['Payload'], type: string, check: boolean): Uint8Array | string {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'base64') : payload;
  if (!bytes || bytes.length === 0) return '{}';
  const limit = type === 'Event' ? MAX_ASYNC_PAYLOAD : MAX_PAYLOAD;
  if (bytes.length > limit) {
    throw new AwsError(
      'RequestTooLargeException',
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
      413,
      { Type: 'User' },
    );
  }
  if (!check) return bytes;
  const text = new TextDecoder().decode(bytes);
  try {
    JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      400,
      { Type: 'User' },
    );
  }
  return text;
}

function outputOf(configuration: FunctionConfiguration, result: InvocationResult): InvokeOutput {
  const { payload, failed, log } = result;
  const Payload = Buffer.from(payload);
  const tooLarge = Payload.length > MAX_PAYLOAD;
  return {
    StatusCode: 200,
    ExecutedVersion: configuration.Version,
    Payload: tooLarge ? Buffer.from(JSON.stringify(responseTooLarge(Payload.length))) : Payload,
    ...(failed || tooLarge ? { FunctionError: 'Unhandled' } : {}),
    ...(log === undefined ? {} : { LogResult: Buffer.from(log).subarray(-MAX_LOG).toString('base64') }),
  };
}

function responseTooLarge(size: number): object {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${size} bytes) exceeded maximum allowed payload size (${MAX_PAYLOAD} bytes).`,
  };
}
