import type { EmbeddedContext } from '../core/context.ts';
import type { RestRoute, Service } from '../core/service.ts';
import { authorization } from './authorization.ts';
import { traceOperations } from './operations.ts';
import { TraceStore } from './traces.ts';

const routes: readonly RestRoute[] = (
  [
    ['PutTraceSegments', '/TraceSegments'],
    ['PutTelemetryRecords', '/TelemetryRecords'],
    ['GetTraceSummaries', '/TraceSummaries'],
    ['BatchGetTraces', '/Traces'],
    ['GetSamplingRules', '/GetSamplingRules'],
    ['GetSamplingTargets', '/SamplingTargets'],
  ] as const
).map(([operation, path]) => ({ operation, path, method: 'POST' }));

/** AWS X-Ray: traces in memory, the latest of them, and the sampling rule that every account has. */
export function createXRayService(context: EmbeddedContext): Service {
  return {
    name: 'xray',
    signingName: 'xray',
    protocols: ['rest-json'],
    routes,
    authorization,
    operations: traceOperations(context, new TraceStore()),
  };
}
