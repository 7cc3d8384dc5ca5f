import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import { StateError } from '../executions/errors.ts';
import { isObject, type Json } from '../json.ts';
import { metadata, optimizedError } from './sdk.ts';

interface Invoked {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
  readonly ExecutedVersion?: string;
}

/** Invokes a function named as a Task's `Resource`; the function's answer is the task's result. */
export async function invokeFunction(
  context: EmbeddedContext,
  functionArn: string,
  input: Json,
  principal: Principal,
): Promise<Json> {
  const invoked = await invoke(context, { FunctionName: functionArn, Payload: encode(input) }, principal);
  return payloadOf(invoked);
}

/** `arn:aws:states:::lambda:invoke`: invokes as the Arguments say, and answers as Invoke does. */
export async function invokeIntegration(
  context: EmbeddedContext,
  input: Json,
  principal: Principal,
): Promise<Json> {
  if (!isObject(input) || typeof input.FunctionName !== 'string') {
    throw new StateError('States.Runtime', "The Arguments of lambda:invoke must have a 'FunctionName'");
  }
  const { Payload: payload, ...others } = input;
  const invoked = await invoke(context, { ...others, Payload: encodePayload(payload ?? {}) }, principal);
  const length = invoked.Payload?.length ?? 0;
  return {
    ExecutedVersion: invoked.ExecutedVersion ?? '$LATEST',
    Payload: payloadOf(invoked),
    ...metadata(context.random.uuid(), 'application/json', length, context.clock.now()),
    StatusCode: invoked.StatusCode,
  };
}

async function invoke(context: EmbeddedContext, input: object, principal: Principal): Promise<Invoked> {
  let invoked: Invoked;
  try {
    invoked = await context.call<Invoked & Record<string, unknown>>('lambda', 'Invoke', input, principal);
  } catch (error) {
    throw optimizedError('lambda', error, context.random.uuid());
  }
  if (invoked.FunctionError !== undefined) throw functionError(decode(invoked.Payload));
  return invoked;
}

function functionError(text: string): StateError {
  try {
    const { errorType } = JSON.parse(text) as { errorType?: unknown };
    return new StateError(typeof errorType === 'string' ? errorType : 'Lambda.Unknown', text);
  } catch {
    return new StateError('Lambda.Unknown', text);
  }
}

function payloadOf(invoked: Invoked): Json {
  const text = decode(invoked.Payload);
  if (text === '') return {};
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** A string that is JSON text travels as that JSON, any other as a JSON string. */
function encodePayload(payload: Json): Uint8Array {
  if (typeof payload !== 'string') return encode(payload);
  try {
    JSON.parse(payload);
    return Buffer.from(payload);
  } catch {
    return encode(payload);
  }
}

function encode(value: Json): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function decode(payload: Uint8Array | undefined): string {
  return payload ? Buffer.from(payload).toString() : '';
}
