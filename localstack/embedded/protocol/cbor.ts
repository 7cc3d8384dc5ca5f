import { cbor, tag } from '@smithy/core/cbor';
import { AwsError } from '../core/errors.ts';
import type { AwsResponse } from '../core/http.ts';
import type { Codec } from './codec.ts';
import { queryErrorOf } from './error-names.ts';
import { base64 } from './wire.ts';

/** CBOR's tag for seconds since the epoch. */
const EPOCH_TAG = 1;

/** Smithy RPC v2 CBOR (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html). */
export const cborCodec: Codec = {
  parse(request) {
    const operation = /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(request.path)?.[1];
    if (!operation)
      throw new AwsError('UnknownOperationException', `No operation is named by ${request.path}.`, 404);
    return { operation, input: () => read(request.body) };
  },
  respond(_service, _operation, output, requestId) {
    return answer(200, output ?? {}, { 'x-amzn-requestid': requestId });
  },
  fail(service, error, requestId) {
    const queryError = queryErrorOf(service, error);
    return answer(
      error.status,
      { __type: error.code, message: error.message, ...error.members },
      { 'x-amzn-requestid': requestId, ...(queryError ? { 'x-amzn-query-error': queryError } : {}) },
    );
  },
};

function answer(status: number, body: object, headers: Readonly<Record<string, string>>): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', ...headers },
    // The encoder writes into a buffer that it uses again for the next answer.
    body: Uint8Array.from(cbor.serialize(toCbor(body))),
  };
}

function read(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return fromCbor(cbor.deserialize(body)) as Record<string, unknown>;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid CBOR.');
  }
}

function toCbor(value: unknown): unknown {
  if (value instanceof Date) return tag({ tag: EPOCH_TAG, value: value.getTime() / 1000 });
  if (Array.isArray(value)) return value.map(toCbor);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const form: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) form[name] = toCbor(member);
  return form;
}

/** In the form that every operation takes: epoch seconds for timestamps, base64 for blobs. */
function fromCbor(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value);
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(fromCbor);
  if (typeof value !== 'object' || value === null) return value;
  if ('tag' in value && value.tag === EPOCH_TAG && 'value' in value) return value.value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromCbor(member)]));
}
