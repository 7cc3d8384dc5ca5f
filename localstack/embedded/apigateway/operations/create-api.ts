import type { CreateApiRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { API_SETTINGS, describeApi, requireCors, routeSelection } from '../control/apis.ts';
import { badRequest, onlyMembers, unsupported } from '../errors.ts';
import type { Api } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'POST', path: '/v2/apis', status: 201 };

/** CreateApi: an HTTP API; WebSocket APIs and quick create are refused. */
export const createApi = defineOperation({
  name: 'CreateApi',
  authorization: onPath(http),
  http,
  run(state: ApiGatewayState, input: CreateApiRequest) {
    requireHttpApi(input);
    onlyMembers('CreateApi', input, [...API_SETTINGS, 'ProtocolType', 'Tags']);
    requireCors(input.CorsConfiguration);
    const { clock, random } = state.context;
    const api: Api = {
      ApiId: random.id(10),
      Name: input.Name,
      Description: input.Description,
      Version: input.Version,
      ProtocolType: 'HTTP',
      RouteSelectionExpression: routeSelection(input.RouteSelectionExpression),
      ApiKeySelectionExpression: input.ApiKeySelectionExpression ?? '$request.header.x-api-key',
      DisableExecuteApiEndpoint: input.DisableExecuteApiEndpoint ?? false,
      IpAddressType: input.IpAddressType ?? 'ipv4',
      CorsConfiguration: input.CorsConfiguration,
      Tags: input.Tags ?? {},
      createdAt: clock.now(),
    };
    state.store.apis.set(api.ApiId, api);
    return describeApi(state, api);
  },
});

function requireHttpApi(input: CreateApiRequest): asserts input is CreateApiRequest & { Name: string } {
  if (!input.Name) throw badRequest('Name is required');
  if (input.ProtocolType === 'WEBSOCKET') throw unsupported('WebSocket APIs');
  if (input.ProtocolType !== 'HTTP') {
    throw badRequest('Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]');
  }
  if (input.Target !== undefined || input.RouteKey !== undefined || input.CredentialsArn !== undefined) {
    throw unsupported('quick create (CreateApi with Target, RouteKey or CredentialsArn)');
  }
}
