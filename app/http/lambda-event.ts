import type { Claims } from '../auth/actor.ts';
import { problem, problemBody } from '../errors/problems.ts';

/** The members that are read of an event of API Gateway's HTTP API, payload format 2.0. */
export interface ApiEvent {
  readonly rawQueryString?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The values of the route's parameters, decoded. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly requestId: string;
    /** The route that the gateway matched, such as `GET /expenses/{id}`. */
    readonly routeKey?: string;
    readonly authorizer?: { readonly jwt?: { readonly claims?: Claims } };
  };
}

/** The answer that API Gateway expects. */
export interface ApiResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly cookies?: string[];
}

/** The claims that the gateway's authorizer has verified: the only source of a principal. */
export function claimsOfEvent(event: ApiEvent | undefined): Claims | undefined {
  return event?.requestContext.authorizer?.jwt?.claims;
}

/** The event with the gateway's own request id, so that no client chooses the id that logs are searched by. */
export function withGatewayId(event: ApiEvent): ApiEvent {
  const others = Object.entries(event.headers ?? {}).filter(
    ([name]) => name.toLowerCase() !== 'x-request-id',
  );
  const { requestId } = event.requestContext;
  return { ...event, headers: { ...Object.fromEntries(others), 'x-request-id': requestId } };
}

/** The route that the gateway chose; empty, and so no route of ours, when the event names none. */
export function routeKeyOfEvent(event: ApiEvent | undefined): string {
  return event?.requestContext.routeKey ?? '';
}

/**
 * The event with the path of the route that the gateway chose, made from the route and its parameters. The gateway
 * decodes `rawPath`, so a slash, a dot or a question mark in a parameter cannot be told from one in the path, and
 * routing by it could choose another route. The query stays as the client wrote it, because an HTTP API joins repeated
 * parameters in its parsed form
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
export function withChosenAddress(event: ApiEvent): ApiEvent & { readonly rawPath: string } {
  const { rawQueryString = '', pathParameters = {} } = event;
  const template = routeKeyOfEvent(event).replace(/^\S* /, '');
  const path = template.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent((pathParameters[name] ?? '').toWellFormed()),
  );
  const query = rawQueryString === '' ? '' : `?${rawQueryString.replaceAll('#', '%23')}`;
  const { queryStringParameters, ...rest } = event as ApiEvent & { queryStringParameters?: unknown };
  return { ...rest, rawPath: `${path.startsWith('/') ? path : '/'}${query}` };
}

/** `result`, or a problem document when the adapter itself failed and answered 500 with an empty body. */
export function answerOrProblem(result: ApiResult, event: ApiEvent): ApiResult {
  if (result.statusCode < 500 || result.body) return result;
  const body = problemBody(problem('internal.error'), event.requestContext.requestId);
  return {
    statusCode: body.status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}
