import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { problemOf, type Segment } from '../model.ts';
import type { XRayState } from '../state.ts';

interface PutTraceSegmentsInput {
  /** JSON, one segment or subsegment each. */
  readonly TraceSegmentDocuments?: readonly string[];
}

/** PutTraceSegments: keeps the segments that are some, and names the others with what is wrong with them. */
export const putTraceSegments = defineOperation({
  name: 'PutTraceSegments',
  authorization: onAll('PutTraceSegments'),
  http: { method: 'POST', path: '/TraceSegments' },
  run({ context, traces }: XRayState, { TraceSegmentDocuments = [] }: PutTraceSegmentsInput) {
    const UnprocessedTraceSegments: object[] = [];
    for (const text of TraceSegmentDocuments) {
      const document = parsed(text);
      const problem = problemOf(document);
      if (problem === undefined) {
        traces.add(document as Segment);
        context.meter.addDistinct('xray', 'traces', '*', (document as Segment).trace_id);
      } else {
        UnprocessedTraceSegments.push({
          Id: (document as Partial<Segment> | undefined)?.id,
          ErrorCode: problem,
        });
      }
    }
    return { UnprocessedTraceSegments };
  },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
