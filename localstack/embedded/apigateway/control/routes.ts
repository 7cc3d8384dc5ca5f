import type { CreateRouteRequest } from '@aws-sdk/client-apigatewayv2';
import { badRequest, conflict, notFound, unsupported } from '../errors.ts';
import { parseRouteKey } from '../gateway/route-key.ts';
import type { Route } from '../model.ts';
import type { ApiStore } from '../store.ts';

/** The members of a route that can be set. */
export const ROUTE_SETTINGS = [
  'RouteKey',
  'Target',
  'AuthorizationType',
  'AuthorizerId',
  'AuthorizationScopes',
  'OperationName',
  'ApiKeyRequired',
] as const;

type RouteSettings = Partial<Pick<CreateRouteRequest, (typeof ROUTE_SETTINGS)[number]>>;

/** Checks a route's settings and keeps it. Throws BadRequestException, ConflictException and NotImplemented. */
export function putRoute(store: ApiStore, apiId: string, RouteId: string, settings: RouteSettings): Route {
  const route = { RouteId, ...routeSettings(store, apiId, settings) };
  const twin = [...store.routes(apiId).values()].find(
    (other) => other.RouteId !== RouteId && other.RouteKey === route.RouteKey,
  );
  if (twin) throw conflict(`Route with key ${route.RouteKey} already exists for this API`);
  store.routes(apiId).set(RouteId, route);
  store.changed(apiId);
  return route;
}

function routeSettings(store: ApiStore, apiId: string, input: RouteSettings): Omit<Route, 'RouteId'> {
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
