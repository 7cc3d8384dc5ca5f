import type {
  Cors,
  CreateApiRequest,
  DeleteApiRequest,
  DeleteCorsConfigurationRequest,
  GetApiRequest,
  UpdateApiRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { EmbeddedContext } from '../../core/context.ts';
import { isHeaderName } from '../../core/header-fields.ts';
import { badRequest, onlyMembers, unsupported } from '../errors.ts';
import type { Api } from '../model.ts';
import { type ApiStore, page } from '../store.ts';

const SETTABLE = [
  'Name',
  'Description',
  'Version',
  'RouteSelectionExpression',
  'ApiKeySelectionExpression',
  'DisableExecuteApiEndpoint',
  'IpAddressType',
  'CorsConfiguration',
] as const;

/** A list request as the REST binding carries it: numbers are still text. */
export interface Paged {
  readonly MaxResults?: string;
  readonly NextToken?: string;
}

/** HTTP APIs: made, read back, changed, deleted. */
export function apiOperations(context: EmbeddedContext, store: ApiStore) {
  const describe = ({ createdAt, ...api }: Api) => ({
    ...api,
    ApiEndpoint: `${context.endpoint()}/_aws/execute-api/${api.ApiId}`,
    CreatedDate: new Date(createdAt),
  });

  return {
    CreateApi(input: CreateApiRequest) {
      if (!input.Name) throw badRequest('Name is required');
      if (input.ProtocolType === 'WEBSOCKET') throw unsupported('WebSocket APIs');
      if (input.ProtocolType !== 'HTTP')
        throw badRequest('Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]');
      if (input.Target !== undefined || input.RouteKey !== undefined || input.CredentialsArn !== undefined) {
        throw unsupported('quick create (CreateApi with Target, RouteKey or CredentialsArn)');
      }
      onlyMembers('CreateApi', input, [...SETTABLE, 'ProtocolType', 'Tags']);
      checkCors(input.CorsConfiguration);
      const api: Api = {
        ApiId: context.random.id(10),
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
        createdAt: context.clock.now(),
      };
      store.apis.set(api.ApiId, api);
      return describe(api);
    },

    GetApi(input: GetApiRequest) {
      return describe(store.api(input.ApiId));
    },

    GetApis(input: Paged) {
      return page([...store.apis.values()].map(describe), input.MaxResults, input.NextToken);
    },

    UpdateApi(input: UpdateApiRequest) {
      const { ApiId, ...changes } = input;
      const before = store.api(ApiId);
      onlyMembers('UpdateApi', changes, SETTABLE);
      checkCors(changes.CorsConfiguration);
      routeSelection(changes.RouteSelectionExpression);
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const api: Api = { ...before, ...given };
      store.apis.set(api.ApiId, api);
      store.changed(api.ApiId);
      return describe(api);
    },

    DeleteApi(input: DeleteApiRequest) {
      store.drop(store.api(input.ApiId).ApiId);
      return {};
    },

    DeleteCorsConfiguration(input: DeleteCorsConfigurationRequest) {
      const { CorsConfiguration: _, ...api } = store.api(input.ApiId);
      store.apis.set(api.ApiId, api);
      store.changed(api.ApiId);
      return {};
    },
  };
}

function routeSelection(expression: string | undefined): string {
  const only = '$request.method $request.path';
  if (expression !== undefined && expression.replaceAll(/[{}]/g, '') !== only) {
    throw badRequest('HTTP APIs support only the route selection expression $request.method $request.path');
  }
  return only;
}

function checkCors(cors: Cors | undefined): void {
  if (cors?.AllowCredentials && cors.AllowOrigins?.includes('*')) {
    throw badRequest(
      'allowCredentials is not supported for wildcard origins. Specify allowed origins to use allowCredentials.',
    );
  }
  for (const origin of cors?.AllowOrigins ?? []) {
    if (origin !== '*' && !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(origin)) {
      throw badRequest(`Invalid format for origin: ${origin}`);
    }
  }
  for (const name of [
    ...(cors?.AllowHeaders ?? []),
    ...(cors?.ExposeHeaders ?? []),
    ...(cors?.AllowMethods ?? []),
  ]) {
    if (!isHeaderName(name)) throw badRequest(`Invalid header or method in the CORS configuration: ${name}`);
  }
  const age = cors?.MaxAge;
  if (age !== undefined && (age < -1 || age > 86_400))
    throw badRequest('maxAge must be between -1 and 86400.');
}
