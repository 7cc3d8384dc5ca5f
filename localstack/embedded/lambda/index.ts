import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createCodeFront } from './code/location.ts';
import { createPackageStore } from './code/package.ts';
import { createAsyncInvocations } from './events/async-invocations.ts';
import { consumersOf } from './events/consumers.ts';
import { createQueueConsumers } from './events/queue-consumers.ts';
import { createStreamConsumers } from './events/stream-consumers.ts';
import { createInvocations } from './execution/invocations.ts';
import { createFunctionMetrics } from './execution/metrics.ts';
import { policyOf } from './functions/policy.ts';
import { createFunctionStore } from './functions/store.ts';
import { declarations } from './operations/index.ts';
import { defaultSettings, type LambdaSettings } from './settings.ts';
import type { LambdaState } from './state.ts';

export type { LambdaSettings } from './settings.ts';

/** AWS Lambda: functions on worker threads, and the queues and streams that they consume. */
export function createLambdaService(
  context: EmbeddedContext,
  settings: Partial<LambdaSettings> = {},
): Service {
  const functions = createFunctionStore(context);
  const packages = createPackageStore(context);
  const metrics = createFunctionMetrics(context);
  const invocations = createInvocations({
    context,
    settings: { ...defaultSettings, ...settings },
    packages,
    metrics,
  });
  const mappings: LambdaState['mappings'] = context.storage.collection('lambda/event-source-mappings');
  const streams = createStreamConsumers({ context, functions, invocations, metrics, mappings });
  const queues = createQueueConsumers(context, functions, invocations);
  const state: LambdaState = {
    context,
    functions,
    packages,
    invocations,
    asyncInvocations: createAsyncInvocations(context, functions, invocations),
    mappings,
    mappingTags: context.storage.collection('lambda/event-source-mapping-tags'),
    consumers: consumersOf({ queue: queues, stream: streams }),
    streams,
  };
  for (const mapping of state.mappings.values()) {
    context.clock.background(
      () => Promise.resolve().then(() => state.consumers.apply(mapping)),
      `Resuming the mapping of ${mapping.EventSourceArn} to ${mapping.FunctionArn}`,
    );
  }
  return {
    name: 'lambda',
    signingName: 'lambda',
    protocols: ['rest-json'],
    ...declaredParts(state, declarations),
    resourcePolicy: (arn) => policyOf(functions, arn),
    http: createCodeFront(packages),
    async stop() {
      metrics.stop();
      await Promise.all([state.consumers.stop(), invocations.stop()]);
    },
  };
}
