import type { EmbeddedContext } from '../../core/context.ts';
import { roleSession } from '../../core/credentials.ts';
import type { Principal } from '../../core/service.ts';
import { createSampler, newSegmentId, newTraceId, parseTraceHeader } from '../../core/tracing.ts';
import type { HistoryEvent } from '../executions/history.ts';
import type { Execution } from '../executions/model.ts';

/** Emulated milliseconds for which segments are gathered before they are sent. */
const GATHER = 1000;
/** Emulated milliseconds between two reports of health, by role. */
const TELEMETRY_EVERY = 60_000;
/** Emulated milliseconds for which X-Ray's rules are good, as its SDKs hold them. */
const RULES_EVERY = 300_000;
/** Documents of one call. */
const BATCH = 50;

interface Traced {
  readonly root: string;
  readonly parent: string | undefined;
  readonly id: string;
  readonly principal: Principal;
  /** States that were entered and not yet left, by name: when, in epoch seconds. */
  readonly open: Map<string, number>;
}

/**
 * Sends a segment of each execution that is traced, and a subsegment of each of its states, with the machine's role
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html). The decision of who started the
 * execution stands; without one X-Ray's default rule decides.
 */
export class ExecutionTraces {
  readonly #context: EmbeddedContext;
  readonly #sample: () => boolean;
  readonly #traced = new WeakMap<Execution, Traced>();
  readonly #gathered = new Map<Principal, object[]>();
  readonly #principals = new Map<string, Principal>();
  readonly #reported = new Map<Principal, number>();
  /** When each has last read the rules, in emulated milliseconds. */
  readonly #asked = new Map<Principal, number>();
  #scheduled = false;
  #silent = false;

  constructor(context: EmbeddedContext) {
    this.#context = context;
    this.#sample = createSampler(context);
  }

  recorded(execution: Execution, event: HistoryEvent): void {
    if (event.id === 1) this.#begin(execution, event.timestamp / 1000);
    const traced = this.#traced.get(execution);
    if (!traced) return;
    const name = String(event.details?.name ?? '');
    if (event.type.endsWith('StateEntered')) traced.open.set(name, event.timestamp / 1000);
    if (event.type.endsWith('StateExited')) this.#state(traced, name, event.timestamp / 1000, {});
  }

  closed(execution: Execution): void {
    const traced = this.#traced.get(execution);
    if (!traced) return;
    this.#traced.delete(execution);
    const end = (execution.stopDate ?? execution.startDate) / 1000;
    const isFault = execution.status === 'FAILED' || execution.status === 'TIMED_OUT';
    for (const name of [...traced.open.keys()])
      this.#state(traced, name, end, isFault ? { fault: true } : {});
    this.#add(traced, {
      ...this.#segment(execution, traced),
      end_time: end,
      ...(isFault ? { fault: true } : {}),
    });
  }

  #begin(execution: Execution, now: number): void {
    const { revision, traceHeader } = execution;
    if (this.#silent || !revision.tracingConfiguration.enabled) return;
    const caller = parseTraceHeader(traceHeader);
    const principal = this.#principalOf(execution);
    if (caller?.sampled === undefined) this.#askForRules(principal, revision.name);
    if (!(caller?.sampled ?? this.#sample())) return;
    const traced: Traced = {
      root: caller?.root ?? newTraceId(this.#context),
      parent: caller?.parent,
      id: newSegmentId(this.#context),
      principal,
      open: new Map(),
    };
    this.#traced.set(execution, traced);
    this.#add(traced, { ...this.#segment(execution, traced), start_time: now, in_progress: true });
  }

  #segment({ arn, startDate, revision }: Execution, { root, id, parent }: Traced): object {
    return {
      id,
      trace_id: root,
      name: revision.name,
      origin: 'AWS::StepFunctions::StateMachine',
      start_time: startDate / 1000,
      ...(parent === undefined ? {} : { parent_id: parent }),
      aws: { resource_arn: revision.arn, execution_arn: arn },
    };
  }

  #state(traced: Traced, name: string, end: number, flags: object): void {
    const start = traced.open.get(name) ?? end;
    traced.open.delete(name);
    this.#add(traced, {
      id: newSegmentId(this.#context),
      trace_id: traced.root,
      parent_id: traced.id,
      type: 'subsegment',
      name,
      start_time: start,
      end_time: end,
      ...flags,
    });
  }

  #add({ principal }: Traced, segment: object): void {
    const known = this.#gathered.get(principal);
    if (known) known.push(segment);
    else this.#gathered.set(principal, [segment]);
    if (this.#scheduled) return;
    this.#scheduled = true;
    const { clock } = this.#context;
    clock.after(GATHER, () => clock.background(() => this.#send(), 'Sending traces of state machines'));
  }

  /** The rules decide where nobody has; here there is one rule, which {@link createSampler} follows. */
  #askForRules(principal: Principal, machine: string): void {
    const now = this.#context.clock.now();
    if (now - (this.#asked.get(principal) ?? Number.NEGATIVE_INFINITY) < RULES_EVERY) return;
    this.#asked.set(principal, now);
    const Timestamp = now / 1000;
    const document = { RuleName: 'Default', ClientID: machine, Timestamp, RequestCount: 1, SampledCount: 0 };
    this.#context.clock.background(async () => {
      await this.#call('GetSamplingRules', {}, principal);
      await this.#call('GetSamplingTargets', { SamplingStatisticsDocuments: [document] }, principal);
    }, 'Asking for sampling rules');
  }

  async #send(): Promise<void> {
    this.#scheduled = false;
    const taken = [...this.#gathered];
    this.#gathered.clear();
    const now = this.#context.clock.now();
    for (const [principal, segments] of taken) {
      for (let at = 0; at < segments.length; at += BATCH) {
        const TraceSegmentDocuments = segments
          .slice(at, at + BATCH)
          .map((segment) => JSON.stringify(segment));
        await this.#call('PutTraceSegments', { TraceSegmentDocuments }, principal);
      }
      if (now - (this.#reported.get(principal) ?? Number.NEGATIVE_INFINITY) < TELEMETRY_EVERY) continue;
      this.#reported.set(principal, now);
      const TelemetryRecords = [{ Timestamp: now / 1000, SegmentsSentCount: segments.length }];
      await this.#call('PutTelemetryRecords', { TelemetryRecords }, principal);
    }
  }

  async #call(operation: string, input: object, principal: Principal): Promise<void> {
    if (this.#silent) return;
    try {
      await this.#context.call('xray', operation, input, principal);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === 'NotImplemented') this.#silent = true;
      else this.#context.log(`No traces by ${principal.arn}: ${message}`);
    }
  }

  #principalOf({ revision }: Execution): Principal {
    let principal = this.#principals.get(revision.roleArn);
    if (!principal) {
      principal = roleSession(revision.roleArn, revision.name);
      this.#principals.set(revision.roleArn, principal);
    }
    return principal;
  }
}
