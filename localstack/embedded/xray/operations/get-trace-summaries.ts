import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { invalidRequest } from '../errors.ts';
import { parseFilter } from '../filter.ts';
import type { Segment } from '../model.ts';
import type { XRayState } from '../state.ts';
import { durationOf, responseTimeOf, startOf, type Trace } from '../traces.ts';

interface GetTraceSummariesInput {
  /** Epoch seconds. */
  readonly StartTime: number;
  readonly EndTime: number;
  readonly FilterExpression?: string;
}

const MAX_SUMMARIES = 1_000;

/** GetTraceSummaries: the traces that started between two times and match a filter, the latest of them. */
export const getTraceSummaries = defineOperation({
  name: 'GetTraceSummaries',
  authorization: onAll('GetTraceSummaries'),
  http: { method: 'POST', path: '/TraceSummaries' },
  run({ context, traces }: XRayState, { StartTime, EndTime, FilterExpression }: GetTraceSummariesInput) {
    if (!(StartTime < EndTime)) throw invalidRequest('StartTime must be before EndTime.');
    const matches = parseFilter(FilterExpression);
    const found = [...traces.all()].filter((trace) => {
      const start = startOf(trace);
      return start >= StartTime && start <= EndTime && matches(trace);
    });
    return {
      TraceSummaries: found.slice(-MAX_SUMMARIES).map(summaryOf),
      ApproximateTime: context.clock.now() / 1000,
      TracesProcessedCount: found.length,
    };
  },
});

function summaryOf(trace: Trace): object {
  const segments = [...trace.segments.values()];
  const responseTime = responseTimeOf(trace);
  const flagged = (flag: 'error' | 'fault' | 'throttle') =>
    segments.some((segment) => segment[flag] === true);
  const status = segments.find(({ http }) => http?.response?.status !== undefined)?.http?.response?.status;
  return {
    Id: trace.id,
    StartTime: startOf(trace),
    Duration: durationOf(trace),
    HasError: flagged('error'),
    HasFault: flagged('fault'),
    HasThrottle: flagged('throttle'),
    IsPartial: segments.some(({ in_progress }) => in_progress === true),
    Annotations: annotationsOf(segments),
    ...(responseTime === undefined ? {} : { ResponseTime: responseTime }),
    ...(status === undefined ? {} : { Http: { HttpStatus: status } }),
    ServiceIds: [
      ...new Set(segments.filter(({ type }) => type !== 'subsegment').map(({ name }) => name)),
    ].map((Name) => ({ Name, Names: [Name] })),
  };
}

/** By key, every value that a segment of the trace has under it. */
function annotationsOf(segments: readonly Segment[]): Record<string, { AnnotationValue: object }[]> {
  const found: Record<string, { AnnotationValue: object }[]> = {};
  for (const { annotations = {} } of segments) {
    for (const [key, value] of Object.entries(annotations)) {
      found[key] = [...(found[key] ?? []), { AnnotationValue: annotationValue(value) }];
    }
  }
  return found;
}

function annotationValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { StringValue: value };
  return typeof value === 'number' ? { NumberValue: value } : { BooleanValue: value };
}
