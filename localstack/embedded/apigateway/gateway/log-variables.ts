import type { EmbeddedContext } from '../../core/context.ts';
import type { LogVariables } from './access-log.ts';
import { domainName, requestTime } from './event.ts';
import type { Exchange, IncomingRequest } from './exchange.ts';

/** `$context` of a finished request (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html). */
export function logVariables(
  context: EmbeddedContext,
  incoming: IncomingRequest,
  exchange: Exchange,
  latency: number,
  bytes: number,
): LogVariables {
  const { request } = incoming;
  const byGateway = exchange.integrationLatency === undefined || exchange.error !== undefined;
  const message = byGateway && exchange.response.status >= 400 ? messageOf(exchange) : undefined;
  const integrationStatus =
    exchange.integrationLatency === undefined ? undefined : exchange.error ? '-' : exchange.response.status;
  const variables: Readonly<Record<string, () => string | number | undefined>> = {
    requestId: () => incoming.requestId,
    extendedRequestId: () => incoming.requestId,
    accountId: () => context.accountId,
    apiId: () => incoming.apiId,
    stage: () => incoming.stage,
    routeKey: () => exchange.match?.target.routeKey,
    path: () => incoming.rawPath,
    httpMethod: () => request.method,
    protocol: () => 'HTTP/1.1',
    domainName: () => domainName(context, incoming.apiId),
    domainPrefix: () => incoming.apiId,
    status: () => exchange.response.status,
    responseLength: () => bytes,
    dataProcessed: () => bytes + request.body.length,
    responseLatency: () => latency,
    requestTime: () => requestTime(incoming.startedAt),
    requestTimeEpoch: () => incoming.startedAt,
    'identity.sourceIp': () => request.sourceIp,
    'identity.userAgent': () => request.headers['user-agent'],
    integrationLatency: () => exchange.integrationLatency,
    'integration.latency': () => exchange.integrationLatency,
    integrationStatus: () => integrationStatus,
    'integration.status': () => integrationStatus,
    'integration.integrationStatus': () => integrationStatus,
    integrationErrorMessage: () => (exchange.integrationLatency === undefined ? undefined : exchange.error),
    'integration.error': () => (exchange.integrationLatency === undefined ? undefined : exchange.error),
    'authorizer.error': () => (exchange.integrationLatency === undefined ? exchange.error : undefined),
    'error.message': () => message,
    'error.messageString': () => (message === undefined ? undefined : JSON.stringify(message)),
  };
  return (name) => {
    if (Object.hasOwn(variables, name)) return variables[name]?.();
    const claim = /^authorizer\.(?:jwt\.)?claims\.(.+)$/.exec(name)?.[1];
    return claim === undefined ? undefined : exchange.identity?.claims[claim];
  };
}

function messageOf({ response }: Exchange): string {
  const { message } = JSON.parse(String(response.body)) as { message?: string };
  return message ?? '';
}
