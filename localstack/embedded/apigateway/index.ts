import type { EmbeddedContext } from '../core/context.ts';
import type { Operation, Service } from '../core/service.ts';
import { authorization } from './authorization.ts';
import { apiOperations } from './control/apis.ts';
import { authorizerOperations } from './control/authorizers.ts';
import { deploymentOperations } from './control/deployments.ts';
import { integrationOperations } from './control/integrations.ts';
import { routeOperations } from './control/routes.ts';
import { stageOperations } from './control/stages.ts';
import { tagOperations } from './control/tags.ts';
import { createGateway } from './gateway/gateway.ts';
import { createIssuerKeys } from './gateway/keys.ts';
import { createMetricsSender } from './gateway/metrics.ts';
import { restRoutes } from './rest-routes.ts';
import { createApiStore } from './store.ts';

/** Amazon API Gateway's HTTP APIs (apigatewayv2): the control plane, and the gateway itself. */
export function createApiGatewayService(context: EmbeddedContext): Service {
  const store = createApiStore(context.storage);
  const operations = {
    ...apiOperations(context, store),
    ...integrationOperations(context, store),
    ...routeOperations(context, store),
    ...authorizerOperations(context, store),
    ...stageOperations(context, store),
    ...deploymentOperations(context, store),
    ...tagOperations(store),
  } satisfies Record<string, Operation>;
  return {
    name: 'apigatewayv2',
    signingName: 'apigateway',
    protocols: ['rest-json'],
    camelCaseWire: true,
    routes: restRoutes,
    operations,
    authorization,
    http: createGateway({
      context,
      store,
      keys: createIssuerKeys(context),
      metrics: createMetricsSender(context),
    }),
  };
}
