import { AwsError } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import { functionNotFound } from '../errors.ts';
import { type FunctionStore, parseReference } from '../functions/store.ts';
import type { Invocation } from './invocations.ts';

/** What a function may be sent, in bytes, and what an event may have that it gets later. */
const MAX_PAYLOAD = 6 * 1024 * 1024;
const MAX_ASYNC_PAYLOAD = 1024 * 1024;

/** How Invoke and InvokeWithResponseStream carry their input over HTTP, but for the path. */
export const INVOKE_REQUEST = {
  method: 'POST',
  query: { Qualifier: 'Qualifier' },
  headers: {
    'x-amz-invocation-type': 'InvocationType',
    'x-amz-log-type': 'LogType',
    'x-amz-client-context': 'ClientContext',
    'x-amzn-trace-id': 'TraceHeader',
  },
  payload: 'Payload',
} as const;

/** What Invoke and InvokeWithResponseStream take. */
export interface InvokeInput {
  readonly FunctionName: string;
  readonly InvocationType?: string;
  readonly LogType?: 'None' | 'Tail';
  /** Base64 of JSON. */
  readonly ClientContext?: string;
  /** Base64 text, or the bytes. */
  readonly Payload?: string | Uint8Array;
  readonly Qualifier?: string;
  /** `X-Amzn-Trace-Id`, a header of every call that AWS's API model does not list. */
  readonly TraceHeader?: string;
}

/** The invocation that a request asks for. Throws RequestTooLargeException, InvalidRequestContentException and ResourceNotFoundException. */
export function invocationOf(
  functions: FunctionStore,
  input: InvokeInput,
  type: string,
  { principal, requestId }: Call,
): Invocation {
  const reference = parseReference(input.FunctionName);
  const qualifier = input.Qualifier ?? reference.qualifier;
  // Of a function that is not there, an invocation alone names the version, too.
  if (!functions.records.has(reference.name)) {
    throw functionNotFound(`${functions.arn(reference.name)}:${qualifier ?? '$LATEST'}`);
  }
  const { record, configuration } = functions.resolve(input.FunctionName, qualifier);
  const payload = readPayload(input.Payload, type, principal.service === undefined);
  return {
    record,
    configuration,
    functionArn: record.configuration.FunctionArn + (qualifier === undefined ? '' : `:${qualifier}`),
    requestId,
    payload,
    tail: input.LogType === 'Tail',
    ...(input.TraceHeader === undefined ? {} : { traceHeader: input.TraceHeader }),
    ...(input.ClientContext ? { clientContext: Buffer.from(input.ClientContext, 'base64').toString() } : {}),
  };
}

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
