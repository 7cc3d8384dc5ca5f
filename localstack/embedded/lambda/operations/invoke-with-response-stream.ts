import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onInvoked } from '../authorization.ts';
import { validationFailed } from '../errors.ts';
import { INVOKE_REQUEST, type InvokeInput, invocationOf } from '../execution/invoke-input.ts';
import { eventStreamOf } from '../execution/response-stream.ts';
import type { LambdaState } from '../state.ts';

/** InvokeWithResponseStream: runs a function, and answers with a stream of events once it has ended. */
export const invokeWithResponseStream = defineOperation({
  name: 'InvokeWithResponseStream',
  authorization: onInvoked,
  http: {
    ...INVOKE_REQUEST,
    path: '/2021-11-15/functions/{FunctionName}/response-streaming-invocations',
    outputStatus: 'StatusCode',
    outputPayload: 'EventStream',
    outputHeaders: {
      'content-type': 'ResponseStreamContentType',
      'x-amz-executed-version': 'ExecutedVersion',
    },
  },
  async run({ functions, invocations }: LambdaState, input: InvokeInput, call: Call) {
    const type = input.InvocationType ?? 'RequestResponse';
    const invocation = invocationOf(functions, input, type, call);
    if (type === 'DryRun') return { StatusCode: 204 };
    if (type !== 'RequestResponse') {
      throw validationFailed(
        `Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [RequestResponse, DryRun]`,
      );
    }
    const result = await invocations.run(invocation);
    return {
      StatusCode: 200,
      ExecutedVersion: invocation.configuration.Version,
      ResponseStreamContentType: 'application/vnd.amazon.eventstream',
      EventStream: await eventStreamOf(result),
    };
  },
});
