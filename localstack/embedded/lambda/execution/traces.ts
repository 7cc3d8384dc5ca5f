import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import {
  createSampler,
  formatTraceHeader,
  newSegmentId,
  newTraceId,
  parseTraceHeader,
} from '../../core/tracing.ts';
import type { FunctionConfiguration } from '../model.ts';
import type { Outcome } from './instance.ts';
import { createTraceDaemon } from './trace-daemon.ts';

/** The trace of one event, from its arrival to its end. */
export interface TracedEvent {
  /** What the function finds in `_X_AMZN_TRACE_ID`. */
  readonly header: string;
  /** An execution environment has taken the event. */
  started(principal: Principal): void;
  ended(outcome: Outcome, principal: Principal): void;
}

/** What is traced of an event. */
export interface TracedInvocation {
  readonly configuration: FunctionConfiguration;
  readonly requestId: string;
  readonly traceHeader?: string;
}

/** Writes segments of invocations to X-Ray. */
export interface InvocationTraces {
  begin(invocation: TracedInvocation): TracedEvent;
  /** Where functions send segments of their own: `AWS_XRAY_DAEMON_ADDRESS`. */
  daemonAddress(): Promise<string>;
  stop(): void;
}

/**
 * Traces events as Lambda does with active tracing: the caller's decision stands, and without one X-Ray's default rule
 * decides; each event that is recorded gives a segment of the service and one of the function
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html), sent with the function's role.
 */
export function createInvocationTraces(context: EmbeddedContext): InvocationTraces {
  const sample = createSampler(context);
  const daemon = createTraceDaemon(context);
  const seconds = () => context.clock.now() / 1000;

  return {
    daemonAddress: () => daemon.address(),
    stop: () => daemon.stop(),
    begin({ configuration, requestId, traceHeader }) {
      const caller = parseTraceHeader(traceHeader);
      const root = caller?.root ?? newTraceId(context);
      const isActive = configuration.TracingConfig.Mode === 'Active';
      const sampled = caller?.sampled ?? (isActive && sample());
      const id = newSegmentId(context);
      const header = formatTraceHeader({ root, parent: id, sampled });
      if (!sampled || !isActive) return { header, started() {}, ended() {} };
      const arrived = seconds();
      let taken = arrived;
      return {
        header,
        started(principal) {
          taken = seconds();
          daemon.expect(root, principal);
        },
        ended(outcome, principal) {
          const event = { root, id, arrived, taken, end: seconds(), requestId, configuration };
          daemon.send(segmentsOf(event, newSegmentId(context), outcome, caller?.parent), principal);
        },
      };
    },
  };
}

interface EventTimes {
  readonly root: string;
  /** Of the function's segment: what the function's own subsegments hang from. */
  readonly id: string;
  readonly arrived: number;
  readonly taken: number;
  readonly end: number;
  readonly requestId: string;
  readonly configuration: FunctionConfiguration;
}

function segmentsOf(event: EventTimes, service: string, outcome: Outcome, parent?: string): object[] {
  const { root: trace_id, id, arrived, taken, end, requestId, configuration } = event;
  const { FunctionName: name, FunctionArn } = configuration;
  const init = (outcome.initDuration ?? 0) / 1000;
  const fault = outcome.failed ? { fault: true } : {};
  const aws = { request_id: requestId, resource_arn: FunctionArn };
  const phase = (phaseId: string, phaseName: string, start_time: number, end_time: number) => ({
    id: phaseId,
    name: phaseName,
    start_time,
    end_time,
  });
  return [
    {
      id: service,
      trace_id,
      name,
      origin: 'AWS::Lambda',
      ...(parent === undefined ? {} : { parent_id: parent }),
      start_time: arrived,
      end_time: end,
      http: { response: { status: 200 } },
      aws,
      ...fault,
    },
    {
      id,
      trace_id,
      name,
      origin: 'AWS::Lambda::Function',
      parent_id: service,
      start_time: taken,
      end_time: end,
      aws,
      ...fault,
      subsegments: [
        ...(init > 0 ? [phase(derived(id, 'a'), 'Initialization', taken, taken + init)] : []),
        { ...phase(derived(id, 'b'), 'Invocation', taken + init, end), ...fault },
      ],
    },
  ];
}

/** An id for a part of a segment, which nothing refers to. */
function derived(id: string, digit: string): string {
  return `${id.slice(0, 15)}${digit}`;
}
