import type { RestRoute } from '../core/service.ts';

/** How API Gateway v2's control plane is bound to HTTP (https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/resources.html). */
const API = '/v2/apis/{ApiId}';
const PAGED = { maxResults: 'MaxResults', nextToken: 'NextToken' };

export const restRoutes: readonly RestRoute[] = [
  { operation: 'CreateApi', method: 'POST', path: '/v2/apis', status: 201 },
  { operation: 'GetApis', method: 'GET', path: '/v2/apis', query: PAGED },
  { operation: 'GetApi', method: 'GET', path: API },
  { operation: 'UpdateApi', method: 'PATCH', path: API },
  { operation: 'DeleteApi', method: 'DELETE', path: API, status: 204 },
  { operation: 'DeleteCorsConfiguration', method: 'DELETE', path: `${API}/cors`, status: 204 },
  ...crud('Integration', 'integrations'),
  ...crud('Route', 'routes'),
  ...crud('Authorizer', 'authorizers'),
  ...crud('Deployment', 'deployments'),
  { operation: 'CreateStage', method: 'POST', path: `${API}/stages`, status: 201 },
  { operation: 'GetStages', method: 'GET', path: `${API}/stages`, query: PAGED },
  { operation: 'GetStage', method: 'GET', path: `${API}/stages/{StageName}` },
  { operation: 'UpdateStage', method: 'PATCH', path: `${API}/stages/{StageName}` },
  { operation: 'DeleteStage', method: 'DELETE', path: `${API}/stages/{StageName}`, status: 204 },
  {
    operation: 'DeleteAccessLogSettings',
    method: 'DELETE',
    path: `${API}/stages/{StageName}/accesslogsettings`,
    status: 204,
  },
  {
    operation: 'DeleteRouteSettings',
    method: 'DELETE',
    path: `${API}/stages/{StageName}/routesettings/{RouteKey}`,
    status: 204,
  },
  { operation: 'GetTags', method: 'GET', path: '/v2/tags/{ResourceArn}' },
  { operation: 'TagResource', method: 'POST', path: '/v2/tags/{ResourceArn}', status: 201 },
  {
    operation: 'UntagResource',
    method: 'DELETE',
    path: '/v2/tags/{ResourceArn}',
    status: 204,
    query: { tagKeys: 'TagKeys' },
  },
];

function crud(name: string, collection: string): RestRoute[] {
  const all = `${API}/${collection}`;
  const one = `${all}/{${name}Id}`;
  return [
    { operation: `Create${name}`, method: 'POST', path: all, status: 201 },
    { operation: `Get${name}s`, method: 'GET', path: all, query: PAGED },
    { operation: `Get${name}`, method: 'GET', path: one },
    { operation: `Update${name}`, method: 'PATCH', path: one },
    { operation: `Delete${name}`, method: 'DELETE', path: one, status: 204 },
  ];
}
