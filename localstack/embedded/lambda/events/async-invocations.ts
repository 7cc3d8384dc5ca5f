import type { EmbeddedContext } from '../../core/context.ts';
import { endpointOf } from '../endpoint.ts';
import type { Invocation, InvocationResult, Invocations } from '../execution/invocations.ts';
import type { FunctionStore } from '../functions/store.ts';

const MINUTE = 60_000;
const DEFAULT_RETRIES = 2;
const DEFAULT_AGE = 6 * 60 * MINUTE;

/**
 * Lambda's queue of asynchronous events: two retries, after one and two minutes, then the dead-letter queue or
 * the failure destination (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
 */
export interface AsyncInvocations {
  /** Takes an event; it is handled later. */
  accept(invocation: Invocation): void;
}

interface Attempt {
  readonly invocation: Invocation;
  readonly acceptedAt: number;
  /** Attempts that the function failed; throttled ones do not count. */
  readonly failures: number;
  readonly backoff: number;
}

/** See {@link AsyncInvocations}. */
export function createAsyncInvocations(
  context: EmbeddedContext,
  functions: FunctionStore,
  invocations: Invocations,
): AsyncInvocations {
  const { clock } = context;

  async function attempt(current: Attempt): Promise<void> {
    const { name } = { name: current.invocation.configuration.FunctionName };
    const record = functions.records.get(name);
    if (!record) return;
    const invocation = { ...current.invocation, record };
    const age = record.eventInvokeConfig?.MaximumEventAgeInSeconds;
    if (clock.now() - current.acceptedAt > (age === undefined ? DEFAULT_AGE : age * 1000)) {
      return deliver(invocation, 'EventAgeExceeded', current.failures, undefined);
    }
    let result: InvocationResult;
    try {
      result = await invocations.run(invocation);
    } catch {
      const backoff = Math.min(Math.max(1000, current.backoff * 2), 5 * MINUTE);
      return retry({ ...current, backoff }, backoff);
    }
    if (!result.failed) return deliver(invocation, 'Success', current.failures + 1, result);
    const failures = current.failures + 1;
    if (failures > (record.eventInvokeConfig?.MaximumRetryAttempts ?? DEFAULT_RETRIES)) {
      return deliver(invocation, 'RetriesExhausted', failures, result);
    }
    return retry({ ...current, failures }, failures * MINUTE);
  }

  function begin(next: Attempt): void {
    const { configuration, requestId } = next.invocation;
    clock.background(() => attempt(next), `The event ${requestId} of ${configuration.FunctionName}`);
  }

  function retry(next: Attempt, delay: number): void {
    clock.after(delay, () => begin(next));
  }

  async function deliver(
    invocation: Invocation,
    condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded',
    attempts: number,
    result: InvocationResult | undefined,
  ): Promise<void> {
    const { record, configuration } = invocation;
    const { OnSuccess, OnFailure } = record.eventInvokeConfig?.DestinationConfig ?? {};
    const destination = (condition === 'Success' ? OnSuccess : OnFailure)?.Destination;
    const { principal } = context.credentials.assumeRole(configuration.Role, configuration.FunctionName);
    const send = async (arn: string, body: string, attributes?: object) => {
      try {
        if (arn.includes(':lambda:')) {
          const input = { FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(body) };
          await context.call('lambda', 'Invoke', input, principal);
        } else {
          const input = {
            QueueUrl: queueUrl(context, arn),
            MessageBody: body,
            MessageAttributes: attributes,
          };
          await context.call('sqs', 'SendMessage', input, principal);
        }
      } catch (error) {
        context.log(
          `${configuration.FunctionName}: the event did not reach ${arn}: ${(error as Error).message}`,
        );
      }
    };
    if (destination)
      await send(destination, destinationRecord(context, invocation, condition, attempts, result));
    const deadLetters = record.configuration.DeadLetterConfig?.TargetArn;
    if (condition !== 'Success' && deadLetters) {
      await send(deadLetters, text(invocation.payload), deadLetterAttributes(invocation, result));
    }
  }

  return {
    accept(invocation) {
      begin({ invocation, acceptedAt: clock.now(), failures: 0, backoff: 0 });
    },
  };
}

/** The address under which a queue answers calls, from its ARN. */
export function queueUrl(context: EmbeddedContext, arn: string): string {
  const [, , , , accountId, name] = arn.split(':');
  return `${endpointOf(context)}/${accountId}/${name}`;
}

function text(payload: string | Uint8Array): string {
  return typeof payload === 'string' ? payload : new TextDecoder().decode(payload);
}

/** The version 1.0 record (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html). */
function destinationRecord(
  context: EmbeddedContext,
  invocation: Invocation,
  condition: string,
  attempts: number,
  result: InvocationResult | undefined,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(context.clock.now()).toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn: `${invocation.configuration.FunctionArn}:${invocation.configuration.Version}`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(text(invocation.payload)) as unknown,
    ...(result
      ? {
          responseContext: {
            statusCode: 200,
            executedVersion: invocation.configuration.Version,
            ...(result.failed ? { functionError: 'Unhandled' } : {}),
          },
          responsePayload: answerOf(result.payload),
        }
      : {}),
  });
}

/** What a function answered; a streamed answer need not be JSON. */
function answerOf(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

function deadLetterAttributes(invocation: Invocation, result: InvocationResult | undefined): object {
  const message = result
    ? (JSON.parse(result.payload) as { errorMessage?: string }).errorMessage
    : 'Event age exceeded';
  return {
    RequestID: { DataType: 'String', StringValue: invocation.requestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: (message ?? '').slice(0, 1024) || 'none' },
  };
}
