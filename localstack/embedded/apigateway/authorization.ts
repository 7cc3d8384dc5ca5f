import { type AuthorizationTable, type NeedsOf, textOf } from '../core/authorization.ts';
import type { RestRoute } from '../core/service.ts';
import { restRoutes } from './rest-routes.ts';

/**
 * API Gateway's actions are HTTP methods and its resources are paths, without the API's version.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html
 */
function onPath({ method, path }: RestRoute): NeedsOf {
  return (input, { region }) => {
    const filled = path
      .replace(/^\/v2/, '')
      .replace(/\{(\w+)\}/g, (_, member: string) => textOf(input[member]));
    return [{ action: `apigateway:${method}`, resource: `arn:aws:apigateway:${region}::${filled}` }];
  };
}

/** What each operation needs, read from how it travels. */
export const authorization: AuthorizationTable = Object.fromEntries(
  restRoutes.map((route) => [route.operation, onPath(route)]),
);
