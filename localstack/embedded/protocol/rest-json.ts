import { type AwsError, notImplemented } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { RestRoute, Service } from '../core/service.ts';
import { decode } from './canonical.ts';
import type { Codec } from './codec.ts';
import { parseJson } from './json.ts';
import { toCamelCase, toPascalCase } from './member-names.ts';
import { missingOperation } from './missing-operation.ts';
import { matchRoute } from './routes.ts';
import { toWire } from './wire.ts';

/** AWS REST JSON 1 (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html). */
export const restJsonCodec: Codec = {
  parse(request, service) {
    const match = matchRoute(service, request);
    if (!match) {
      throw notImplemented(service.name, missingOperation(service, request));
    }
    return {
      operation: match.route.operation,
      input: () => ({
        ...bodyOf(request, service, match.route),
        ...boundTo(request, match.route),
        ...match.labels,
      }),
    };
  },
  respond(service, operation, output, requestId) {
    const route = service.routes?.find((candidate) => candidate.operation === operation);
    return answer(service, route, (output ?? {}) as Record<string, unknown>, requestId);
  },
  fail(service, error, requestId) {
    const members = service.camelCaseWire ? toCamelCase(error.members) : error.members;
    return {
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-errortype': error.code,
        'x-amzn-requestid': requestId,
      },
      body: JSON.stringify(toWire({ ...errorMessage(service, error), ...(members as object) })),
    };
  },
};

/** Lambda and the scheduler write the message's name in upper case. */
function errorMessage(service: Service, error: AwsError): Record<string, string> {
  if (service.name === 'lambda') {
    return { Type: error.status < 500 ? 'User' : 'Service', Message: error.message };
  }
  return service.name === 'scheduler' ? { Message: error.message } : { message: error.message };
}

function bodyOf(request: AwsRequest, service: Service, route: RestRoute): Record<string, unknown> {
  if (route.payload !== undefined) return { [route.payload]: request.body };
  const body = parseJson(request.body);
  return service.camelCaseWire ? (toPascalCase(body) as Record<string, unknown>) : body;
}

/** Members in the query (as text; an array where a parameter is repeated) and in headers. */
function boundTo(request: AwsRequest, route: RestRoute): Record<string, unknown> {
  const bound: Record<string, unknown> = {};
  if (route.query && request.query !== '') {
    const parameters = new URLSearchParams(request.query);
    for (const [parameter, member] of Object.entries(route.query)) {
      const values = parameters.getAll(parameter);
      if (values.length > 0) bound[member] = values.length === 1 ? values[0] : values;
    }
  }
  for (const [header, member] of Object.entries(route.headers ?? {})) {
    const value = request.headers[header];
    if (value !== undefined) bound[member] = decode(value);
  }
  return bound;
}

function answer(
  service: Service,
  route: RestRoute | undefined,
  output: Record<string, unknown>,
  requestId: string,
): AwsResponse {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
  };
  const elsewhere = new Set<string>();
  for (const [header, member] of Object.entries(route?.outputHeaders ?? {})) {
    elsewhere.add(member);
    if (output[member] !== undefined) headers[header] = String(output[member]);
  }
  const own = route?.outputStatus === undefined ? undefined : output[route.outputStatus];
  if (route?.outputStatus !== undefined) elsewhere.add(route.outputStatus);
  const status = typeof own === 'number' ? own : (route?.status ?? 200);
  if (route?.outputPayload !== undefined)
    return { status, headers, body: bytesOf(output[route.outputPayload]) };
  if (status === 204) return { status, headers, body: '' };
  const rest =
    elsewhere.size === 0
      ? output
      : Object.fromEntries(Object.entries(output).filter(([member]) => !elsewhere.has(member)));
  const named = service.camelCaseWire ? toCamelCase(rest) : rest;
  const body = JSON.stringify(toWire(named, service.camelCaseWire ? 'iso-8601' : 'epoch-seconds'));
  return { status, headers, body };
}

function bytesOf(payload: unknown): Uint8Array | string {
  if (payload === undefined || payload === null) return '';
  if (payload instanceof Uint8Array || typeof payload === 'string') return payload;
  return JSON.stringify(toWire(payload));
}
