import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../../core/http.ts';
import type { HttpFront } from '../../core/service.ts';
import { answerFrom, gatewayAnswer, internalServerError } from './answer.ts';
import { isPreflight } from './cors.ts';
import {
  type DeployedApi,
  type DeployedRoute,
  type DeployedStage,
  type DeployParts,
  deployApi,
} from './deployed-api.ts';
import { eventOf, type Passage } from './event.ts';
import type { Identity } from './jwt-authorizer.ts';
import { logVariables } from './log-variables.ts';
import { createRequestIds } from './request-ids.ts';
import type { Match } from './router.ts';

const PREFIX = '/_aws/execute-api/';
const HOST = /^([a-z0-9]{10})\.execute-api\./;
const MOST_BYTES = 10 * 1024 * 1024;

/** How a request went: what the access log and the metrics tell of it. */
export interface Trip {
  readonly response: AwsResponse;
  readonly match?: Match<DeployedRoute> | undefined;
  readonly identity?: Identity | undefined;
  /** Milliseconds the function took; absent where none was asked. */
  readonly integrationLatency?: number;
  readonly error?: string;
}

/** HTTP APIs as their callers meet them, under `/_aws/execute-api/{apiId}` and by host name. */
export function createGateway(parts: DeployParts): HttpFront {
  const { context, store } = parts;
  const deployed = new Map<string, DeployedApi | undefined>();
  const nextIds = createRequestIds(context.random);
  store.onChange((apiId) => deployed.delete(apiId));

  function apiOf(apiId: string): DeployedApi | undefined {
    let api = deployed.get(apiId);
    if (!api) {
      api = deployApi(parts, apiId);
      if (api) deployed.set(apiId, api);
    }
    return api;
  }

  return {
    matches: (request) => request.path.startsWith(PREFIX) || HOST.test(request.headers.host ?? ''),
    async handle(request) {
      const { apiId, path } = addressOf(request);
      const api = apiOf(apiId);
      const found = api && !api.endpointDisabled ? stageOf(api, path) : undefined;
      if (!found) return gatewayAnswer(404, 'Not Found');
      const segments = segmentsOf(found.path);
      if (!segments) return gatewayAnswer(400, 'Bad Request');
      const { stage } = found;
      const passage: Passage = {
        request,
        ...nextIds(),
        startedAt: context.clock.now(),
        apiId,
        stage: stage.name,
        rawPath:
          stage.name === '$default' ? `/${segments.join('/')}` : `/${[stage.name, ...segments].join('/')}`,
      };
      const trip = await pass(context, stage, passage, segments).catch((thrown: unknown): Trip => {
        context.unexpected.report(thrown, whatOf(passage));
        return { response: internalServerError() };
      });
      const response = finished(trip.response, stage, passage);
      try {
        tell(context, stage, passage, { ...trip, response });
      } catch (thrown) {
        context.unexpected.report(thrown, `Logging ${whatOf(passage)}`);
      }
      return response;
    },
  };
}

/** Names a request where something fails on its way. */
function whatOf({ request, rawPath, apiId, requestId }: Passage): string {
  return `${request.method} ${rawPath} of API ${apiId} (request ${requestId})`;
}

function addressOf(request: AwsRequest): { apiId: string; path: string } {
  const { path } = request;
  if (!path.startsWith(PREFIX)) return { apiId: HOST.exec(request.headers.host ?? '')?.[1] ?? '', path };
  const slash = path.indexOf('/', PREFIX.length);
  if (slash < 0) return { apiId: path.slice(PREFIX.length), path: '/' };
  return { apiId: path.slice(PREFIX.length, slash), path: path.slice(slash) };
}

/** The stage that the first segment names, or else `$default`; and the path below it. */
function stageOf(api: DeployedApi, path: string): { stage: DeployedStage; path: string } | undefined {
  const slash = path.indexOf('/', 1);
  const first = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const named = api.stages.get(first);
  if (named && first !== '$default') return { stage: named, path: slash < 0 ? '/' : path.slice(slash) };
  const fallback = api.stages.get('$default');
  return fallback && { stage: fallback, path };
}

/** A path's segments, decoded as API Gateway does; undefined where the encoding is broken. */
function segmentsOf(path: string): string[] | undefined {
  const segments = path === '/' || path === '' ? [] : path.slice(1).split('/');
  if (!path.includes('%')) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

async function pass(
  context: EmbeddedContext,
  stage: DeployedStage,
  passage: Passage,
  segments: readonly string[],
): Promise<Trip> {
  const { request } = passage;
  if (request.body.length > MOST_BYTES) return { response: gatewayAnswer(413, 'Request Entity Too Large') };
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
  return invoke(context, stage, passage, match, caller);
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
  passage: Passage,
  match: Match<DeployedRoute>,
  identity: Identity | undefined,
): Promise<Trip> {
  const { target: route } = match;
  if (!route.target)
    return { match, identity, response: internalServerError(), error: 'The route has no integration.' };
  const event = eventOf(context, passage, {
    routeKey: route.routeKey,
    pathParameters: match.parameters,
    stageVariables: stage.variables,
    identity,
    scoped: route.scopes.length > 0,
  });
  const asked = context.clock.now();
  const outcome = await call(context, route, route.target, passage.request.method, event);
  return { match, identity, ...outcome, integrationLatency: context.clock.now() - asked };
}

interface Invoked {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

type Outcome = Pick<Trip, 'response' | 'error'>;

function call(
  context: EmbeddedContext,
  route: DeployedRoute,
  target: NonNullable<DeployedRoute['target']>,
  method: string,
  event: { readonly headers: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const input = {
    FunctionName: target.functionArn,
    InvocationType: 'RequestResponse',
    Payload: Buffer.from(JSON.stringify(event)),
    TraceHeader: event.headers['x-amzn-trace-id'],
  };
  return new Promise((resolve) => {
    const deadline = target.deadline(() =>
      resolve({ response: gatewayAnswer(503, 'Service Unavailable'), error: 'The integration timed out.' }),
    );
    const finish = (outcome: Outcome) => {
      deadline.done();
      resolve(outcome);
    };
    context.call<Invoked>('lambda', 'Invoke', input, route.principal(method)).then(
      (invoked) => finish(outcomeOf(invoked)),
      (cause: unknown) => finish(outcomeOfFailure(context, cause)),
    );
  });
}

function outcomeOf({ FunctionError, Payload }: Invoked): Outcome {
  if (FunctionError !== undefined) {
    return {
      response: internalServerError(),
      error: `The Lambda function returned an error: ${FunctionError}`,
    };
  }
  const response = answerFrom(Payload);
  return response
    ? { response }
    : { response: internalServerError(), error: 'The response from the Lambda function is malformed.' };
}

function outcomeOfFailure(context: EmbeddedContext, cause: unknown): Outcome {
  const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  if (cause instanceof AwsError && cause.status === 429) {
    return { response: gatewayAnswer(503, 'Service Unavailable'), error };
  }
  context.log(`apigateway: a function could not be invoked: ${error}`);
  return { response: internalServerError(), error };
}

function finished(response: AwsResponse, stage: DeployedStage, { request, requestId }: Passage): AwsResponse {
  const own = { 'apigw-requestid': requestId };
  if (!stage.cors || isPreflight(request)) return { ...response, headers: { ...response.headers, ...own } };
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...response, headers: { ...Object.fromEntries(kept), ...stage.cors.actual(request), ...own } };
}

function tell(context: EmbeddedContext, stage: DeployedStage, passage: Passage, trip: Trip): void {
  const latency = context.clock.now() - passage.startedAt;
  const { status, body } = trip.response;
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const measured = { status, latency, integrationLatency: trip.integrationLatency, bytes };
  for (const metrics of stage.metrics) metrics.record(measured);
  trip.match?.target.metrics?.record(measured);
  meterTrip(context, passage, trip, bytes);
  stage.accessLog?.write(logVariables(context, passage, trip, latency, bytes), passage.startedAt);
}

/** A request is billed by each 512 KB of its bodies (https://aws.amazon.com/api-gateway/pricing/). */
const CHUNK = 512 * 1024;

/** Counts a request; one that the gateway itself refused for its token or its rate is not billed. */
function meterTrip({ meter }: EmbeddedContext, { request, apiId }: Passage, trip: Trip, bytes: number): void {
  const { status } = trip.response;
  const own = trip.integrationLatency === undefined;
  if (own && status === 429) meter.add('apigatewayv2', 'throttles', apiId, 1);
  else if (own && (status === 401 || status === 403)) meter.add('apigatewayv2', 'unauthorized', apiId, 1);
  else {
    const chunks = Math.max(1, Math.ceil((request.body.length + bytes) / CHUNK));
    meter.add('apigatewayv2', 'requests', apiId, chunks);
  }
  meter.add('apigatewayv2', 'responseBytes', apiId, bytes);
}
