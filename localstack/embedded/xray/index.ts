import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { declarations } from './operations/index.ts';
import { TraceStore } from './traces.ts';

/** AWS X-Ray: traces in memory, the latest of them, and the sampling rule that every account has. */
export function createXRayService(context: EmbeddedContext): Service {
  return {
    name: 'xray',
    signingName: 'xray',
    protocols: ['rest-json'],
    ...declaredParts({ context, traces: new TraceStore() }, declarations),
  };
}
