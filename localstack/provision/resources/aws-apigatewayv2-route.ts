import type { Route, UpdateRouteCommandInput } from '@aws-sdk/client-apigatewayv2';
import { type Decoded, optional, text, withDefault } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

const FIELDS = {
  api_id: text,
  route_key: text,
  target: text,
  operation_name: optional(text),
  authorization_type: withDefault(text, 'NONE'),
  authorizer_id: optional(text),
};

/** One route of an API; its key is unique in it. */
export default defineResource<typeof FIELDS, Partial<Route>>({
  type: 'aws_apigatewayv2_route',
  arguments: FIELDS,
  example: {
    r: {
      api_id: ref('aws_apigatewayv2_api.a.id'),
      route_key: 'GET /things',
      operation_name: 'listThings',
      authorization_type: 'JWT',
      authorizer_id: ref('aws_apigatewayv2_authorizer.j.id'),
      target: `integrations/${ref('aws_apigatewayv2_integration.i.id')}`,
    },
  },
  attributes: ['id'],
  within: 'api_id',
  foundBy: ['api_id', 'route_key'],
  renames: ['route_key'],

  async read(wanted, { aws }) {
    const gateway = await aws.apigatewayv2();
    let NextToken: string | undefined;
    do {
      const page = await gateway.getRoutes({ ApiId: wanted.api_id, NextToken });
      const found = page.Items?.find((route) => route.RouteKey === wanted.route_key);
      if (found) return found;
      NextToken = page.NextToken;
    } while (NextToken);
    return undefined;
  },

  async create(wanted, { aws }) {
    const gateway = await aws.apigatewayv2();
    return gateway.createRoute({ ApiId: wanted.api_id, ...routeOf(wanted), RouteKey: wanted.route_key });
  },

  async update(wanted, found, { aws }) {
    if (!differs(routeOf(wanted), found)) return undefined;
    const gateway = await aws.apigatewayv2();
    return gateway.updateRoute({
      ApiId: wanted.api_id,
      RouteId: found.RouteId,
      ...routeOf(wanted),
      OperationName: wanted.operation_name ?? '',
      AuthorizerId: wanted.authorizer_id ?? '',
    });
  },

  async delete(wanted, { RouteId }, { aws }) {
    const gateway = await aws.apigatewayv2();
    await gateway.deleteRoute({ ApiId: wanted.api_id, RouteId });
  },

  describe: (route) => ({ id: route.RouteId ?? '' }),
});

function routeOf(wanted: Decoded<typeof FIELDS>): Omit<UpdateRouteCommandInput, 'ApiId' | 'RouteId'> {
  return {
    RouteKey: wanted.route_key,
    Target: wanted.target,
    OperationName: wanted.operation_name,
    AuthorizationType: wanted.authorization_type as 'JWT',
    AuthorizerId: wanted.authorizer_id,
  };
}
