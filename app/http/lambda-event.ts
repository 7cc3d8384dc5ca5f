import type { Claims } from '../auth/actor.ts';
import { problem, problemBody } from './problems.ts';

/** An event of API Gateway's HTTP API, payload format 2.0, as far as it is read here. */
export interface ApiEvent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly requestId: string;
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
