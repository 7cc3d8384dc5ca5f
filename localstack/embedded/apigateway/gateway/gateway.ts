import type { EmbeddedContext } from '../../core/context.ts';
import type { AwsResponse } from '../../core/http.ts';
import type { HttpFront } from '../../core/service.ts';
import { meterExchange } from '../metering.ts';
import { addressOf, isAddressed, segmentsOf, stageOf } from './address.ts';
import { gatewayAnswer, internalServerError } from './answer.ts';
import { isPreflight } from './cors.ts';
import {
  type DeployedApi,
  type DeployedRoute,
  type DeployedStage,
  deployApi,
  type GatewayDependencies,
} from './deployed-api.ts';
import { eventOf } from './event.ts';
import type { Exchange, IncomingRequest } from './exchange.ts';
import { callFunction } from './integration.ts';
import type { Identity } from './jwt-authorizer.ts';
import { logVariables } from './log-variables.ts';
import { createRequestIds } from './request-ids.ts';
import type { Match } from './router.ts';
import { tooLarge } from './size-limits.ts';

/** HTTP APIs as their callers meet them, under `/_aws/execute-api/{apiId}` and by host name. */
export function createGateway(dependencies: GatewayDependencies): HttpFront {
  const { context, store } = dependencies;
  const deployed = new Map<string, DeployedApi | undefined>();
  const nextIds = createRequestIds(context.random);
  store.onChange((apiId) => deployed.delete(apiId));

  function apiOf(apiId: string): DeployedApi | undefined {
    let api = deployed.get(apiId);
    if (!api) {
      api = deployApi(dependencies, apiId);
      if (api) deployed.set(apiId, api);
    }
    return api;
  }

  return {
    matches: isAddressed,
    async handle(request) {
      const { apiId, path } = addressOf(request);
      const api = apiOf(apiId);
      const found = api && !api.endpointDisabled ? stageOf(api, path) : undefined;
      if (!found) return gatewayAnswer(404, 'Not Found');
      const segments = segmentsOf(found.path);
      if (!segments) return gatewayAnswer(400, 'Bad Request');
      const { stage } = found;
      const incoming: IncomingRequest = {
        request,
        ...nextIds(),
        startedAt: context.clock.now(),
        apiId,
        stage: stage.name,
        rawPath:
          stage.name === '$default' ? `/${segments.join('/')}` : `/${[stage.name, ...segments].join('/')}`,
      };
      const exchange = await answer(context, stage, incoming, segments).catch((thrown: unknown): Exchange => {
        context.unexpected.report(thrown, whatOf(incoming));
        return { response: internalServerError() };
      });
      const response = finished(exchange.response, stage, incoming);
      try {
        recordExchange(context, stage, incoming, { ...exchange, response });
      } catch (thrown) {
        context.unexpected.report(thrown, `Logging ${whatOf(incoming)}`);
      }
      return response;
    },
  };
}

/** Names a request where something fails on its way. */
function whatOf({ request, rawPath, apiId, requestId }: IncomingRequest): string {
  return `${request.method} ${rawPath} of API ${apiId} (request ${requestId})`;
}

/** Refuses a request, or carries it to its route's function. */
async function answer(
  context: EmbeddedContext,
  stage: DeployedStage,
  incoming: IncomingRequest,
  segments: readonly string[],
): Promise<Exchange> {
  const { request } = incoming;
  const refused = tooLarge(request);
  if (refused) return { response: refused };
  if (stage.cors && isPreflight(request)) {
    return { response: { status: 204, headers: { ...stage.cors.preflight(request) }, body: '' } };
  }
  const match = stage.router.match(request.method, segments);
  if (!match) return { response: gatewayAnswer(404, 'Not Found') };
  const route = match.target;
  if (route.throttle && !route.throttle.take())
    return { match, response: gatewayAnswer(429, 'Too Many Requests') };
  const decided = route.authorizer?.(request);
  const caller = decided instanceof Promise ? await decided : decided;
  if (caller && 'refused' in caller) {
    const error = caller.description;
    return { match, response: unauthorized(error), ...(error === undefined ? {} : { error }) };
  }
  if (caller && !inScope(route, caller)) return { match, identity: caller, response: forbidden(route) };
  return invoke(context, stage, incoming, match, caller);
}

function inScope(route: DeployedRoute, caller: Identity): boolean {
  return route.scopes.length === 0 || route.scopes.some((scope) => caller.scopes.includes(scope));
}

function unauthorized(description: string | undefined): AwsResponse {
  const detail =
    description === undefined ? '' : ` scope="" error="invalid_token" error_description="${description}"`;
  return gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': `Bearer${detail}` });
}

function forbidden(route: DeployedRoute): AwsResponse {
  return gatewayAnswer(403, 'Forbidden', {
    'www-authenticate': `Bearer scope="${route.scopes.join(' ')}" error="insufficient_scope"`,
  });
}

async function invoke(
  context: EmbeddedContext,
  stage: DeployedStage,
  incoming: IncomingRequest,
  match: Match<DeployedRoute>,
  identity: Identity | undefined,
): Promise<Exchange> {
  const { target: route } = match;
  if (!route.target)
    return { match, identity, response: internalServerError(), error: 'The route has no integration.' };
  const event = eventOf(context, incoming, {
    routeKey: route.routeKey,
    pathParameters: match.parameters,
    stageVariables: stage.variables,
    identity,
    scoped: route.scopes.length > 0,
  });
  const asked = context.clock.now();
  const outcome = await callFunction(context, route.target, route.principal(incoming.request.method), event);
  return { match, identity, ...outcome, integrationLatency: context.clock.now() - asked };
}

function finished(
  response: AwsResponse,
  stage: DeployedStage,
  { request, requestId }: IncomingRequest,
): AwsResponse {
  const own = { 'apigw-requestid': requestId };
  if (!stage.cors || isPreflight(request)) return { ...response, headers: { ...response.headers, ...own } };
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...response, headers: { ...Object.fromEntries(kept), ...stage.cors.actual(request), ...own } };
}

/** Shows an exchange in the stage's metrics, the meter and the access log. */
function recordExchange(
  context: EmbeddedContext,
  stage: DeployedStage,
  incoming: IncomingRequest,
  exchange: Exchange,
): void {
  const latency = context.clock.now() - incoming.startedAt;
  const { status, body } = exchange.response;
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const measured = { status, latency, integrationLatency: exchange.integrationLatency, bytes };
  for (const metrics of stage.metrics) metrics.record(measured);
  exchange.match?.target.metrics?.record(measured);
  meterExchange(context.meter, incoming, exchange, bytes);
  stage.accessLog?.write(logVariables(context, incoming, exchange, latency, bytes), incoming.startedAt);
}
