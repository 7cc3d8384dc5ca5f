import type { RouteSettings } from '@aws-sdk/client-apigatewayv2';
import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import { functionOf } from '../control/integrations.ts';
import type { Route, Snapshot, Stage } from '../model.ts';
import { apiGateway } from '../principal.ts';
import type { ApiStore } from '../store.ts';
import { type AccessLog, createAccessLog } from './access-log.ts';
import { type CorsPolicy, createCorsPolicy } from './cors.ts';
import { createDeadlines, type Deadline } from './deadlines.ts';
import { createJwtAuthorizer, type JwtAuthorizer } from './jwt-authorizer.ts';
import type { IssuerKeys } from './keys.ts';
import type { MetricsSender, RequestMetrics } from './metrics.ts';
import { createRouter, type Router } from './router.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/** A function behind a route, ready to be called. */
export interface Target {
  readonly functionArn: string;
  /** Calls back when the integration's time is over. */
  readonly deadline: (expire: () => void) => Deadline;
}

/** A route, ready for requests. */
export interface DeployedRoute {
  readonly routeKey: string;
  readonly target: Target | undefined;
  readonly authorizer: JwtAuthorizer | undefined;
  readonly scopes: readonly string[];
  readonly throttle: TokenBucket | undefined;
  readonly metrics: RequestMetrics | undefined;
  /** Who calls the function, for a request of that method. */
  principal(method: string): Principal;
}

/** A stage, ready for requests. */
export interface DeployedStage {
  readonly name: string;
  readonly router: Router<DeployedRoute>;
  readonly cors: CorsPolicy | undefined;
  readonly variables: Readonly<Record<string, string>> | undefined;
  readonly accessLog: AccessLog | undefined;
  readonly metrics: readonly RequestMetrics[];
}

/** An API as requests meet it: everything that can be worked out before the first one has been. */
export interface DeployedApi {
  readonly endpointDisabled: boolean;
  readonly stages: ReadonlyMap<string, DeployedStage>;
}

/** What the gateway needs to carry requests. */
export interface GatewayDependencies {
  readonly context: EmbeddedContext;
  readonly store: ApiStore;
  readonly keys: IssuerKeys;
  readonly metrics: MetricsSender;
}

/** Works an API out for requests; undefined where there is none of that id. */
export function deployApi(dependencies: GatewayDependencies, apiId: string): DeployedApi | undefined {
  const { store } = dependencies;
  const api = store.apis.get(apiId);
  if (!api) return undefined;
  const stages = [...store.stages(apiId).values()].map(
    (stage) => [stage.StageName, deployStage(dependencies, apiId, stage)] as const,
  );
  return { endpointDisabled: api.DisableExecuteApiEndpoint, stages: new Map(stages) };
}

function deployStage(dependencies: GatewayDependencies, apiId: string, stage: Stage): DeployedStage {
  const { context, store, metrics } = dependencies;
  const snapshot: Snapshot = stage.AutoDeploy
    ? store.snapshot(apiId)
    : (store.deployments(apiId).get(stage.DeploymentId ?? '')?.snapshot ?? {
        routes: [],
        integrations: [],
        authorizers: [],
      });
  const build = routeBuilder(dependencies, apiId, stage, snapshot);
  const variables = Object.keys(stage.StageVariables).length > 0 ? stage.StageVariables : undefined;
  return {
    name: stage.StageName,
    router: createRouter(snapshot.routes.map((route) => [route.RouteKey, build(route)] as const)),
    cors: snapshot.cors && createCorsPolicy(snapshot.cors),
    variables,
    accessLog:
      stage.AccessLogSettings &&
      createAccessLog(context, stage.AccessLogSettings, `${apiId}/${stage.StageName.replace('$', '')}`),
    metrics: [metrics.of({ ApiId: apiId }), metrics.of({ ApiId: apiId, Stage: stage.StageName })],
  };
}

function routeBuilder(
  { context, keys, metrics }: GatewayDependencies,
  apiId: string,
  stage: Stage,
  snapshot: Snapshot,
): (route: Route) => DeployedRoute {
  const authorizers = new Map(
    snapshot.authorizers.map((authorizer) => [
      authorizer.AuthorizerId,
      createJwtAuthorizer(context, authorizer, keys),
    ]),
  );
  const targets = new Map(
    snapshot.integrations.map((integration): [string, Target] => [
      `integrations/${integration.IntegrationId}`,
      {
        functionArn: functionOf(integration.IntegrationUri) ?? integration.IntegrationUri,
        deadline: createDeadlines(context.clock, integration.TimeoutInMillis),
      },
    ]),
  );
  const shared = bucketOf(context, stage.DefaultRouteSettings);
  return (route) => {
    const own = stage.RouteSettings[route.RouteKey];
    const settings = { ...stage.DefaultRouteSettings, ...own };
    return {
      routeKey: route.RouteKey,
      target: targets.get(route.Target ?? ''),
      authorizer: route.AuthorizationType === 'JWT' ? authorizers.get(route.AuthorizerId ?? '') : undefined,
      scopes: route.AuthorizationScopes ?? [],
      throttle: throttles(own) ? bucketOf(context, settings) : shared,
      metrics: settings.DetailedMetricsEnabled
        ? metrics.of({ ApiId: apiId, Stage: stage.StageName, ...methodAndResource(route.RouteKey) })
        : undefined,
      principal: principalOf(context, apiId, stage.StageName, route.RouteKey),
    };
  };
}

function throttles(settings: RouteSettings | undefined): boolean {
  return settings?.ThrottlingBurstLimit !== undefined || settings?.ThrottlingRateLimit !== undefined;
}

/** AWS's account limits stand where a stage sets only one of the two. */
function bucketOf(context: EmbeddedContext, settings: RouteSettings): TokenBucket | undefined {
  if (!throttles(settings)) return undefined;
  const { ThrottlingRateLimit = 10_000, ThrottlingBurstLimit = 5000 } = settings;
  return createTokenBucket(context.clock, ThrottlingRateLimit, ThrottlingBurstLimit);
}

function methodAndResource(routeKey: string): { Method: string; Resource: string } {
  const [method = '', resource = method] = routeKey.split(' ');
  return { Method: method, Resource: resource };
}

function principalOf(
  context: EmbeddedContext,
  apiId: string,
  stage: string,
  routeKey: string,
): (method: string) => Principal {
  const { Method, Resource } = methodAndResource(routeKey);
  const made = new Map<string, Principal>();
  return (method) => {
    let principal = made.get(method);
    if (!principal) {
      const verb = Method === 'ANY' ? method : Method;
      const path = routeKey === '$default' ? '$default' : `${verb}${Resource}`;
      const sourceArn = `arn:aws:execute-api:${context.region}:${context.accountId}:${apiId}/${stage}/${path}`;
      principal = apiGateway(context, sourceArn);
      made.set(method, principal);
    }
    return principal;
  };
}
