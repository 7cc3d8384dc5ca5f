import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onInvoked } from '../authorization.ts';
import { validationFailed } from '../errors.ts';
import type { InvocationResult } from '../execution/invocations.ts';
import { INVOKE_REQUEST, type InvokeInput, invocationOf } from '../execution/invoke-input.ts';
import type { FunctionConfiguration } from '../model.ts';
import type { LambdaState } from '../state.ts';

interface InvokeOutput {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly Payload?: Uint8Array;
  readonly ExecutedVersion?: string;
}

/** What a function may answer: a little more than it may be sent. */
const MAX_RESPONSE = 6_291_556;
/** AWS returns the last 4 KB of the log. */
const MAX_LOG = 4096;

/** Invoke: runs a function now, or takes an event to run it with later. */
export const invoke = defineOperation({
  name: 'Invoke',
  authorization: onInvoked,
  http: {
    ...INVOKE_REQUEST,
    path: '/2015-03-31/functions/{FunctionName}/invocations',
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
    const invocation = invocationOf(functions, input, type, { principal, requestId });
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
    return outputOf(invocation.configuration, await invocations.run(invocation));
  },
});

function outputOf(configuration: FunctionConfiguration, result: InvocationResult): InvokeOutput {
  const { payload, streamed, failed, log } = result;
  const Payload = Buffer.from(streamed ?? payload);
  const tooLarge = Payload.length > MAX_RESPONSE;
  return {
    StatusCode: 200,
    ExecutedVersion: configuration.Version,
    Payload: tooLarge ? Buffer.from(JSON.stringify(RESPONSE_TOO_LARGE)) : Payload,
    ...(failed || tooLarge ? { FunctionError: 'Unhandled' } : {}),
    ...(log === undefined ? {} : { LogResult: Buffer.from(log).subarray(-MAX_LOG).toString('base64') }),
  };
}

const RESPONSE_TOO_LARGE = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`,
};
