import type { EmbeddedContext } from '../core/context.ts';
import type { Principal } from '../core/service.ts';

const SERVICE = 'apigateway.amazonaws.com';

/** API Gateway as it calls other services: for itself, or for a route of an API (`aws:SourceArn`). */
export function apiGateway(context: Pick<EmbeddedContext, 'accountId'>, sourceArn?: string): Principal {
  const principal = { arn: SERVICE, service: SERVICE, accountId: context.accountId };
  return sourceArn === undefined ? principal : { ...principal, sourceArn };
}
