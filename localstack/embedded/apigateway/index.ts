import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createGateway } from './gateway/gateway.ts';
import { createIssuerKeys } from './gateway/keys.ts';
import { createMetricsSender } from './gateway/metrics.ts';
import { declarations } from './operations/index.ts';
import { createApiStore } from './store.ts';

/** Amazon API Gateway's HTTP APIs (apigatewayv2): the control plane, and the gateway itself. */
export function createApiGatewayService(context: EmbeddedContext): Service {
  const store = createApiStore(context.storage);
  return {
    name: 'apigatewayv2',
    signingName: 'apigateway',
    protocols: ['rest-json'],
    camelCaseWire: true,
    ...declaredParts({ context, store }, declarations),
    http: createGateway({
      context,
      store,
      keys: createIssuerKeys(context),
      metrics: createMetricsSender(context),
    }),
  };
}
