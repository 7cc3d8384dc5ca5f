import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import type { Principal } from '../../core/service.ts';
import { answerFrom, gatewayAnswer, internalServerError } from './answer.ts';
import type { Target } from './deployed-api.ts';
import type { Exchange } from './exchange.ts';

/** What Invoke returns, as far as the gateway reads it. */
interface Invoked {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

type Outcome = Pick<Exchange, 'response' | 'error'>;

/**
 * Calls a route's function for `principal` and makes an answer of what it returns. The gateway answers itself where the
 * function fails or takes longer than the integration allows.
 */
export function callFunction(
  context: EmbeddedContext,
  target: Target,
  principal: Principal,
  event: { readonly headers: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const input = {
    FunctionName: target.functionArn,
    InvocationType: 'RequestResponse',
    Payload: Buffer.from(JSON.stringify(event)),
    TraceHeader: event.headers['x-amzn-trace-id'],
  };
  return new Promise((resolve) => {
    const deadline = target.deadline(() =>
      resolve({ response: gatewayAnswer(503, 'Service Unavailable'), error: 'The integration timed out.' }),
    );
    const finish = (outcome: Outcome) => {
      deadline.done();
      resolve(outcome);
    };
    context.call<Invoked>('lambda', 'Invoke', input, principal).then(
      (invoked) => finish(outcomeOf(invoked)),
      (cause: unknown) => finish(outcomeOfFailure(context, cause)),
    );
  });
}

function outcomeOf({ FunctionError, Payload }: Invoked): Outcome {
  if (FunctionError !== undefined) {
    return {
      response: internalServerError(),
      error: `The Lambda function returned an error: ${FunctionError}`,
    };
  }
  const response = answerFrom(Payload);
  return response
    ? { response }
    : { response: internalServerError(), error: 'The response from the Lambda function is malformed.' };
}

function outcomeOfFailure(context: EmbeddedContext, cause: unknown): Outcome {
  const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  if (cause instanceof AwsError && cause.status === 429) {
    return { response: gatewayAnswer(503, 'Service Unavailable'), error };
  }
  context.log(`apigateway: a function could not be invoked: ${error}`);
  return { response: internalServerError(), error };
}
