import type { Cors } from '@aws-sdk/client-apigatewayv2';
import { isHeaderName } from '../../core/header-fields.ts';
import { badRequest } from '../errors.ts';
import type { Api } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';

/** The members of an API that can be changed. */
export const API_SETTINGS = [
  'Name',
  'Description',
  'Version',
  'RouteSelectionExpression',
  'ApiKeySelectionExpression',
  'DisableExecuteApiEndpoint',
  'IpAddressType',
  'CorsConfiguration',
] as const;

/** An API as the operations return it. */
export function describeApi({ context }: ApiGatewayState, { createdAt, ...api }: Api) {
  return {
    ...api,
    ApiEndpoint: `${context.endpoint()}/_aws/execute-api/${api.ApiId}`,
    CreatedDate: new Date(createdAt),
  };
}

/** The only route selection expression of HTTP APIs. Throws BadRequestException for another. */
export function routeSelection(expression: string | undefined): string {
  const only = '$request.method $request.path';
  if (expression !== undefined && expression.replaceAll(/[{}]/g, '') !== only) {
    throw badRequest('HTTP APIs support only the route selection expression $request.method $request.path');
  }
  return only;
}

/** Throws BadRequestException where a CORS configuration is not valid. */
export function requireCors(cors: Cors | undefined): void {
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
