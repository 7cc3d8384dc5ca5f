import type { AwsRequest } from '../core/http.ts';
import type { RestRoute, Service } from '../core/service.ts';
import { matchRoute } from './routes.ts';
import { loadSdk, SDK_PACKAGES, schemaPart } from './sdk-schema.ts';

/** A route of the SDK's model, with what its query must have. */
interface ModelRoute extends RestRoute {
  readonly constants: readonly string[];
}

const models = new Map<string, readonly ModelRoute[]>();

/**
 * What a REST request asks for that its service does not have: AWS's name of the operation, by the model that the SDK
 * carries, else method and path. It loads a client of the SDK, so it is for what has failed already.
 */
export function missingOperation(service: Service, request: AwsRequest): string {
  try {
    let model = models.get(service.name);
    if (!model) {
      model = routesOfSdk(service.name);
      models.set(service.name, model);
    }
    const query = request.query.split('&');
    const routes = model.filter(({ constants }) => constants.every((pair) => query.includes(pair)));
    const match = matchRoute({ ...service, routes }, request);
    if (match) return match.route.operation;
  } catch {
    // The SDK's package is not installed, or has another form.
  }
  return `${request.method} ${request.path}`;
}

/** Those with more in their query come first, and so before others of the same path. */
function routesOfSdk(service: string): ModelRoute[] {
  const name = Object.hasOwn(SDK_PACKAGES, service) ? SDK_PACKAGES[service] : undefined;
  if (name === undefined) return [];
  const sdk = loadSdk(name);
  const routes = Object.keys(sdk).flatMap((exported) => {
    const [, operation] = /^([A-Z]\w*)Command$/.exec(exported) ?? [];
    if (operation === undefined) return [];
    const { http } = (schemaPart(sdk, operation, 'traits') ?? {}) as {
      http?: readonly [method: string, path: string];
    };
    if (!http) return [];
    const [path = '', query = ''] = http[1].split('?');
    const constants = query === '' ? [] : query.split('&');
    return [{ operation, method: http[0], path, constants }];
  });
  return routes.sort((a, b) => b.constants.length - a.constants.length);
}
