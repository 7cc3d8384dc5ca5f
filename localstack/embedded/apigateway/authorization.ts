import { type NeedsOf, textOf } from '../core/authorization.ts';
import type { RestRoute } from '../core/service.ts';

/**
 * What an operation needs, read from how it travels: API Gateway's actions are HTTP methods, and its resources are
 * paths, without the API's version
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html).
 */
export function onPath({ method, path }: Pick<RestRoute, 'method' | 'path'>): NeedsOf {
  const template = path.replace(/^\/v2/, '');
  return (input, { region }) => {
    const filled = template.replace(/\{(\w+)\}/g, (_, member: string) => textOf(input[member]));
    return [{ action: `apigateway:${method}`, resource: `arn:aws:apigateway:${region}::${filled}` }];
  };
}
