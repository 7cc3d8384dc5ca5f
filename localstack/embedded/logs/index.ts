import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { declarations } from './operations/index.ts';
import { createLogsState } from './state.ts';

/** Amazon CloudWatch Logs. Groups are kept by the storage; events live in memory, the latest of each group. */
export function createLogsService(context: EmbeddedContext): Service {
  const state = createLogsState(context);
  return {
    name: 'cloudwatchlogs',
    signingName: 'logs',
    protocols: ['json-1.1'],
    targetPrefix: 'Logs_20140328',
    ...declaredParts(state, declarations),
    async stop() {
      state.stop();
    },
  };
}
