import { gunzipSync } from 'node:zlib';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import type { Codec } from './codec.ts';
import { errorTypePrefix, queryErrorOf } from './error-names.ts';
import { toWire } from './wire.ts';

const MAX_INFLATED_BYTES = 16 * 1024 * 1024;

/** AWS JSON 1.0 or 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html). */
export function jsonCodec(version: '1.0' | '1.1'): Codec {
  const contentType = `application/x-amz-json-${version}`;
  return {
    parse(request, service) {
      const operation = operationOf(request, service);
      return { operation, input: () => parseJson(plainBody(request)) };
    },
    respond(_service, _operation, output, requestId) {
      return answer(200, contentType, JSON.stringify(toWire(output ?? {})), {
        'x-amzn-requestid': requestId,
      });
    },
    fail(service, error, requestId) {
      const body = { __type: `${errorTypePrefix(service, error.code)}${error.code}`, message: error.message };
      const queryError = queryErrorOf(service, error);
      return answer(error.status, contentType, JSON.stringify(toWire({ ...body, ...error.members })), {
        'x-amzn-requestid': requestId,
        ...(version === '1.1' ? { 'x-amzn-errortype': `${error.code}:` } : {}),
        ...(queryError ? { 'x-amzn-query-error': queryError } : {}),
      });
    },
  };
}

/** The object in a JSON body; an empty body is an empty object. Throws SerializationException. */
export function parseJson(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  }
  const members = parsed as Record<string, unknown>;
  // A member that is null is one that was not sent (AWS JSON 1.0, «Shape serialization»).
  for (const name in members) if (members[name] === null) delete members[name];
  return members;
}

/** The body as it was before compression: CloudWatch's clients gzip large ones after AWS's own advice. */
function plainBody(request: AwsRequest): Uint8Array {
  if (request.headers['content-encoding'] !== 'gzip') return request.body;
  try {
    return gunzipSync(request.body, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid gzip.');
  }
}

function operationOf(request: AwsRequest, service: Service): string {
  const target = request.headers['x-amz-target'] ?? '';
  const dot = target.lastIndexOf('.');
  if (dot < 0 || target.slice(0, dot) !== service.targetPrefix) {
    throw new AwsError(
      'UnknownOperationException',
      `No operation of ${service.name} is named by "${target}".`,
    );
  }
  return target.slice(dot + 1);
}

function answer(
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): AwsResponse {
  return { status, headers: { 'content-type': contentType, ...headers }, body };
}
