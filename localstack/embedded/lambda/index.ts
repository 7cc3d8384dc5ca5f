import type { EmbeddedContext } from '../core/context.ts';
import type { HttpFront, Service } from '../core/service.ts';
import { authorization } from './authorization.ts';
import { createPackageStore } from './code/package.ts';
import { createAsyncInvocations } from './events/async-invocations.ts';
import { createQueueConsumers } from './events/queue-consumers.ts';
import { createInvocations } from './execution/invocations.ts';
import { createFunctionMetrics } from './execution/metrics.ts';
import { createFunctionStore } from './functions.ts';
import { CODE_PATH } from './operations/functions.ts';
import { operations } from './operations/index.ts';
import { policyOf } from './operations/permissions.ts';
import type { LambdaRoom } from './room.ts';
import { routes } from './routes.ts';
import { defaultSettings, type LambdaSettings } from './settings.ts';

export type { LambdaSettings } from './settings.ts';

/** AWS Lambda: functions on worker threads, and the queues that they consume. */
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
  const room: LambdaRoom = {
    context,
    functions,
    packages,
    invocations,
    asyncInvocations: createAsyncInvocations(context, functions, invocations),
    mappings: context.storage.collection('lambda/event-source-mappings'),
    consumers: createQueueConsumers(context, functions, invocations),
  };
  for (const mapping of room.mappings.values()) {
    context.clock.background(
      () => Promise.resolve().then(() => room.consumers.apply(mapping)),
      `Resuming the mapping of ${mapping.EventSourceArn} to ${mapping.FunctionArn}`,
    );
  }
  return {
    name: 'lambda',
    signingName: 'lambda',
    protocols: ['rest-json'],
    routes,
    operations: operations(room),
    authorization,
    resourcePolicy: (arn) => policyOf(functions, arn),
    http: codeFront(room),
    async stop() {
      metrics.stop();
      await Promise.all([room.consumers.stop(), invocations.stop()]);
    },
  };
}

/** Serves `Code.Location` of GetFunction. */
function codeFront({ packages }: LambdaRoom): HttpFront {
  return {
    matches: ({ path, method }) => method === 'GET' && path.startsWith(CODE_PATH),
    async handle({ path }) {
      const zip = packages.read(Buffer.from(path.slice(CODE_PATH.length), 'hex').toString('base64'));
      return zip
        ? { status: 200, headers: { 'content-type': 'application/zip' }, body: zip }
        : { status: 404, headers: {}, body: '' };
    },
  };
}
