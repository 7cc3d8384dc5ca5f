import type { Claims } from '../auth/actor.ts';
import { problem, problemBody } from '../errors/problems.ts';

/** An event of API Gateway's HTTP API, payload format 2.0, as far as it is read here. */
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

/** The answer that API Gateway takes. */
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

/** The route that the gateway chose; empty, and so none of ours, where the event names none. */
export function routeKeyOfEvent(event: ApiEvent | undefined): string {
  return event?.requestContext.routeKey ?? '';
}

/**
 * The event with the address that the gateway's own choice stands for, made of the route and its parameters. The
 * gateway decodes `rawPath`, so that nothing tells a slash, a dot or a question mark of a parameter from one of the
 * address; reading it again would be choosing again. The query is left as the client wrote it: of its parsed form an
 * HTTP API joins what was given twice
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

/** `result`, or a problem document where the adapter itself has failed: it answers 500 with an empty body. */
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
