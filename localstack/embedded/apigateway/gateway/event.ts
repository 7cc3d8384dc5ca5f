import type { EmbeddedContext } from '../../core/context.ts';
import type { AwsRequest } from '../../core/http.ts';
import type { IncomingRequest } from './exchange.ts';
import type { Identity } from './jwt-authorizer.ts';

/** What the event has besides the request itself. */
export interface Routing {
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  readonly identity: Identity | undefined;
  /** Whether the route asks for scopes: only then does the event name any. */
  readonly scoped: boolean;
}

/** Hop by hop, and so not the function's. `cookie` has a member of its own. */
const WITHHELD: ReadonlySet<string> = new Set([
  'connection',
  'cookie',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const TEXTUAL = /^(?:text\/|application\/(?:json|xml|javascript|[\w.+-]*\+(?:json|xml))\b)/i;

/** The event of payload format 2.0 (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html). */
export function eventOf(
  context: EmbeddedContext,
  incoming: IncomingRequest,
  routing: Routing,
): Record<string, unknown> & { readonly headers: Readonly<Record<string, string>> } {
  const { request, apiId, stage, rawPath, startedAt } = incoming;
  const { identity } = routing;
  const cookie = request.headers.cookie;
  return {
    version: '2.0',
    routeKey: routing.routeKey,
    rawPath,
    rawQueryString: request.query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers: headersOf(incoming),
    ...(request.query === '' ? {} : { queryStringParameters: queryOf(request.query) }),
    requestContext: {
      accountId: context.accountId,
      apiId,
      ...(identity
        ? {
            authorizer: { jwt: { claims: identity.claims, scopes: routing.scoped ? identity.scopes : null } },
          }
        : {}),
      domainName: domainName(context, apiId),
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: incoming.requestId,
      routeKey: routing.routeKey,
      stage,
      time: requestTime(startedAt),
      timeEpoch: startedAt,
    },
    ...(routing.pathParameters ? { pathParameters: routing.pathParameters } : {}),
    ...(routing.stageVariables ? { stageVariables: routing.stageVariables } : {}),
    ...bodyOf(request),
  };
}

/** The address that API Gateway gives an API, wherever it really listens. */
export function domainName(context: Pick<EmbeddedContext, 'region'>, apiId: string): string {
  return `${apiId}.execute-api.${context.region}.amazonaws.com`;
}

function headersOf({ request, startedAt, trace }: IncomingRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined && !WITHHELD.has(name)) headers[name] = value;
  }
  const before = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = before === undefined ? request.sourceIp : `${before}, ${request.sourceIp}`;
  headers['x-forwarded-port'] ??= '443';
  headers['x-forwarded-proto'] ??= 'https';
  headers['x-amzn-trace-id'] ??= `Root=1-${Math.floor(startedAt / 1000).toString(16)}-${trace}`;
  return headers;
}

function queryOf(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return parameters;
}

function bodyOf(request: AwsRequest): { body?: string; isBase64Encoded: boolean } {
  const { body } = request;
  if (body.length === 0) return { isBase64Encoded: false };
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (TEXTUAL.test(request.headers['content-type'] ?? ''))
    return { body: bytes.toString(), isBase64Encoded: false };
  return { body: bytes.toString('base64'), isBase64Encoded: true };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** As in `12/Mar/2020:19:03:58 +0000`. */
export function requestTime(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
