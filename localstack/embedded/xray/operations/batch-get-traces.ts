import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { invalidRequest } from '../errors.ts';
import type { XRayState } from '../state.ts';
import { durationOf } from '../traces.ts';

interface BatchGetTracesInput {
  readonly TraceIds?: readonly string[];
}

/** What AWS takes in one call. */
const MAX_BATCH = 5;

/** BatchGetTraces: traces with all their segments. */
export const batchGetTraces = defineOperation({
  name: 'BatchGetTraces',
  authorization: onAll('BatchGetTraces'),
  http: { method: 'POST', path: '/Traces' },
  run({ traces }: XRayState, { TraceIds = [] }: BatchGetTracesInput) {
    if (TraceIds.length > MAX_BATCH) {
      throw invalidRequest(`At most ${MAX_BATCH} traces can be asked for at once.`);
    }
    const found = TraceIds.map((id) => traces.get(id)).filter((trace) => trace !== undefined);
    return {
      Traces: found.map((trace) => ({
        Id: trace.id,
        Duration: durationOf(trace),
        LimitExceeded: false,
        Segments: [...trace.segments.values()].map((segment) => ({
          Id: segment.id,
          Document: JSON.stringify(segment),
        })),
      })),
      UnprocessedTraceIds: TraceIds.filter((id) => !traces.get(id)),
    };
  },
});
