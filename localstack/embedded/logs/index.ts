import type { EmbeddedContext } from '../core/context.ts';
import type { Service } from '../core/service.ts';
import { authorization } from './authorization.ts';
import { filterAndQueryOperations } from './operations/filters-and-queries.ts';
import { groupOperations } from './operations/groups.ts';
import { putLogEvents } from './operations/put-log-events.ts';
import { filterLogEvents, getLogEvents } from './operations/read-events.ts';
import { streamOperations } from './operations/streams.ts';
import { createLogsRoom } from './room.ts';

/** Amazon CloudWatch Logs. Groups are kept by the storage; events live in memory, the latest of each group. */
export function createLogsService(context: EmbeddedContext): Service {
  const room = createLogsRoom(context);
  return {
    name: 'cloudwatchlogs',
    signingName: 'logs',
    protocols: ['json-1.1'],
    targetPrefix: 'Logs_20140328',
    authorization,
    operations: {
      PutLogEvents: putLogEvents(room),
      GetLogEvents: getLogEvents(room),
      FilterLogEvents: filterLogEvents(room),
      ...groupOperations(room),
      ...streamOperations(room),
      ...filterAndQueryOperations(room),
    },
    async stop() {
      room.stop();
    },
  };
}
