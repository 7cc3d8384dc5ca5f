import type {
  CreateRouteRequest,
  DeleteRouteRequest,
  GetRouteRequest,
  UpdateRouteRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { EmbeddedContext } from '../../core/context.ts';
import { badRequest, conflict, notFound, onlyMembers, unsupported } from '../errors.ts';
import { parseRouteKey } from '../gateway/route-key.ts';
import type { Route } from '../model.ts';
import { type ApiStore, page, requireItem } from '../store.ts';
import type { Paged } from './apis.ts';

const SETTABLE = [
  'RouteKey',
  'Target',
  'AuthorizationType',
  'AuthorizerId',
  'AuthorizationScopes',
  'OperationName',
  'ApiKeyRequired',
] as const;

type Settings = Partial<Pick<CreateRouteRequest, (typeof SETTABLE)[number]>>;

/** Routes: made, read back, changed, deleted. */
export function routeOperations(context: EmbeddedContext, store: ApiStore) {
  function keep(apiId: string, RouteId: string, settings: Settings): Route {
    const route = { RouteId, ...routeSettings(store, apiId, settings) };
    const twin = [...store.routes(apiId).values()].find(
      (other) => other.RouteId !== RouteId && other.RouteKey === route.RouteKey,
    );
    if (twin) throw conflict(`Route with key ${route.RouteKey} already exists for this API`);
    store.routes(apiId).set(RouteId, route);
    store.changed(apiId);
    return route;
  }

  return {
    CreateRoute({ ApiId, ...input }: CreateRouteRequest) {
      const api = store.api(ApiId);
      onlyMembers('CreateRoute', input, SETTABLE);
      return keep(api.ApiId, context.random.id(7), input);
    },

    GetRoute(input: GetRouteRequest) {
      return requireItem(store.routes(store.api(input.ApiId).ApiId), 'Route', input.RouteId);
    },

    GetRoutes(input: { ApiId?: string } & Paged) {
      const api = store.api(input.ApiId);
      return page([...store.routes(api.ApiId).values()], input.MaxResults, input.NextToken);
    },

    UpdateRoute({ ApiId, RouteId, ...changes }: UpdateRouteRequest) {
      const api = store.api(ApiId);
      const before = requireItem(store.routes(api.ApiId), 'Route', RouteId);
      onlyMembers('UpdateRoute', changes, SETTABLE);
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      return keep(api.ApiId, before.RouteId, { ...before, ...given });
    },

    DeleteRoute(input: DeleteRouteRequest) {
      const api = store.api(input.ApiId);
      const { RouteId } = requireItem(store.routes(api.ApiId), 'Route', input.RouteId);
      store.routes(api.ApiId).delete(RouteId);
      store.changed(api.ApiId);
      return {};
    },
  };
}

function routeSettings(store: ApiStore, apiId: string, input: Settings): Omit<Route, 'RouteId'> {
  const { RouteKey, Target, AuthorizerId, AuthorizationScopes, OperationName } = input;
  const AuthorizationType = input.AuthorizationType ?? 'NONE';
  if (!RouteKey || !parseRouteKey(RouteKey)) {
    throw badRequest(
      `The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"`,
    );
  }
  if (AuthorizationType !== 'NONE' && AuthorizationType !== 'JWT') {
    throw unsupported(`authorization type ${AuthorizationType}`);
  }
  if (AuthorizationType === 'JWT' && !store.authorizers(apiId).has(AuthorizerId ?? '')) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT authorizer.',
    );
  }
  if (AuthorizationType === 'NONE' && AuthorizationScopes?.length) {
    throw badRequest(
      'Invalid Route authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization types',
    );
  }
  if (input.ApiKeyRequired) throw badRequest('API keys are not supported for HTTP APIs');
  const integrationId = Target?.replace(/^integrations\//, '');
  if (integrationId !== undefined && !store.integrations(apiId).has(integrationId)) {
    throw notFound('Integration', integrationId);
  }
  return {
    RouteKey,
    Target,
    AuthorizationType,
    AuthorizerId: AuthorizationType === 'JWT' ? AuthorizerId : undefined,
    AuthorizationScopes: AuthorizationScopes?.length ? AuthorizationScopes : undefined,
    OperationName,
    ApiKeyRequired: false,
  };
}
