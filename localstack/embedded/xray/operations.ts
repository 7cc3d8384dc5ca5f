import type { EmbeddedContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import { parseFilter } from './filter.ts';
import { problemOf, type Segment } from './segment.ts';
import { durationOf, responseTimeOf, startOf, type Trace, type TraceStore } from './traces.ts';

/** Five: what AWS takes in one call of BatchGetTraces. */
const MAX_BATCH = 5;
const MAX_SUMMARIES = 1_000;

interface SummariesInput {
  /** Epoch seconds. */
  readonly StartTime: number;
  readonly EndTime: number;
  readonly FilterExpression?: string;
}

/** The operations of X-Ray over `traces` (https://docs.aws.amazon.com/xray/latest/api/API_Operations.html). */
export function traceOperations({ clock, meter }: EmbeddedContext, traces: TraceStore) {
  return {
    PutTraceSegments({ TraceSegmentDocuments = [] }: { readonly TraceSegmentDocuments?: readonly string[] }) {
      const UnprocessedTraceSegments: object[] = [];
      for (const text of TraceSegmentDocuments) {
        const document = parsed(text);
        const problem = problemOf(document);
        if (problem === undefined) {
          traces.add(document as Segment);
          meter.addDistinct('xray', 'traces', '*', (document as Segment).trace_id);
        } else
          UnprocessedTraceSegments.push({
            Id: (document as Partial<Segment> | undefined)?.id,
            ErrorCode: problem,
          });
      }
      return { UnprocessedTraceSegments };
    },
    /** What the daemon says of its own health; nothing reads it. */
    PutTelemetryRecords({ TelemetryRecords }: { readonly TelemetryRecords?: readonly unknown[] }) {
      if (!TelemetryRecords) throw invalid('TelemetryRecords is required.');
      return {};
    },
    GetTraceSummaries({ StartTime, EndTime, FilterExpression }: SummariesInput) {
      if (!(StartTime < EndTime)) throw invalid('StartTime must be before EndTime.');
      const matches = parseFilter(FilterExpression);
      const found = [...traces.all()].filter((trace) => {
        const start = startOf(trace);
        return start >= StartTime && start <= EndTime && matches(trace);
      });
      return {
        TraceSummaries: found.slice(-MAX_SUMMARIES).map(summaryOf),
        ApproximateTime: clock.now() / 1000,
        TracesProcessedCount: found.length,
      };
    },
    BatchGetTraces({ TraceIds = [] }: { readonly TraceIds?: readonly string[] }) {
      if (TraceIds.length > MAX_BATCH) throw invalid(`At most ${MAX_BATCH} traces can be asked for at once.`);
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
    GetSamplingRules() {
      return { SamplingRuleRecords: [{ SamplingRule: DEFAULT_RULE, CreatedAt: 0, ModifiedAt: 0 }] };
    },
    GetSamplingTargets({
      SamplingStatisticsDocuments = [],
    }: {
      readonly SamplingStatisticsDocuments?: readonly { RuleName?: string }[];
    }) {
      const now = clock.now() / 1000;
      return {
        SamplingTargetDocuments: SamplingStatisticsDocuments.filter(
          ({ RuleName }) => RuleName === 'Default',
        ).map(() => ({
          RuleName: 'Default',
          FixedRate: DEFAULT_RULE.FixedRate,
          ReservoirQuota: DEFAULT_RULE.ReservoirSize,
          ReservoirQuotaTTL: now + 60,
          Interval: 10,
        })),
        LastRuleModification: 0,
        UnprocessedStatistics: [],
      };
    },
  };
}

/** The rule that every account begins with. */
const DEFAULT_RULE = {
  RuleName: 'Default',
  RuleARN: '*',
  ResourceARN: '*',
  Priority: 10_000,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
};

function summaryOf(trace: Trace): object {
  const segments = [...trace.segments.values()];
  const Annotations: Record<string, { AnnotationValue: object }[]> = {};
  for (const { annotations = {} } of segments) {
    for (const [key, value] of Object.entries(annotations)) {
      const kind =
        typeof value === 'string'
          ? 'StringValue'
          : typeof value === 'number'
            ? 'NumberValue'
            : 'BooleanValue';
      Annotations[key] = [...(Annotations[key] ?? []), { AnnotationValue: { [kind]: value } }];
    }
  }
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
    Annotations,
    ...(responseTime === undefined ? {} : { ResponseTime: responseTime }),
    ...(status === undefined ? {} : { Http: { HttpStatus: status } }),
    ServiceIds: [
      ...new Set(segments.filter(({ type }) => type !== 'subsegment').map(({ name }) => name)),
    ].map((Name) => ({ Name, Names: [Name] })),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}
