import type { EmbeddedContext } from '../../core/context.ts';
import type { LogVariables } from './access-log.ts';
import { domainName, type Passage, requestTime } from './event.ts';
import type { Trip } from './gateway.ts';

/** `$context` of a finished request (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html). */
export function logVariables(
  context: EmbeddedContext,
  passage: Passage,
  trip: Trip,
  latency: number,
  bytes: number,
): LogVariables {
  const { request } = passage;
  const gatewaySpoke = trip.integrationLatency === undefined || trip.error !== undefined;
  const message = gatewaySpoke && trip.response.status >= 400 ? messageOf(trip) : undefined;
  const integrationStatus =
    trip.integrationLatency === undefined ? undefined : trip.error ? '-' : trip.response.status;
  const variables: Readonly<Record<string, () => string | number | undefined>> = {
    requestId: () => passage.requestId,
    extendedRequestId: () => passage.requestId,
    accountId: () => context.accountId,
    apiId: () => passage.apiId,
    stage: () => passage.stage,
    routeKey: () => trip.match?.target.routeKey,
    path: () => passage.rawPath,
    httpMethod: () => request.method,
    protocol: () => 'HTTP/1.1',
    domainName: () => domainName(context, passage.apiId),
    domainPrefix: () => passage.apiId,
    status: () => trip.response.status,
    responseLength: () => bytes,
    dataProcessed: () => bytes + request.body.length,
    responseLatency: () => latency,
    requestTime: () => requestTime(passage.startedAt),
    requestTimeEpoch: () => passage.startedAt,
    'identity.sourceIp': () => request.sourceIp,
    'identity.userAgent': () => request.headers['user-agent'],
    integrationLatency: () => trip.integrationLatency,
    'integration.latency': () => trip.integrationLatency,
    integrationStatus: () => integrationStatus,
    'integration.status': () => integrationStatus,
    'integration.integrationStatus': () => integrationStatus,
    integrationErrorMessage: () => (trip.integrationLatency === undefined ? undefined : trip.error),
    'integration.error': () => (trip.integrationLatency === undefined ? undefined : trip.error),
    'authorizer.error': () => (trip.integrationLatency === undefined ? trip.error : undefined),
    'error.message': () => message,
    'error.messageString': () => (message === undefined ? undefined : JSON.stringify(message)),
  };
  return (name) => {
    if (Object.hasOwn(variables, name)) return variables[name]?.();
    const claim = /^authorizer\.(?:jwt\.)?claims\.(.+)$/.exec(name)?.[1];
    return claim === undefined ? undefined : trip.identity?.claims[claim];
  };
}

function messageOf({ response }: Trip): string {
  const { message } = JSON.parse(String(response.body)) as { message?: string };
  return message ?? '';
}
