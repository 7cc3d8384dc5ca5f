import { systemTime } from '../../clock/clock.ts';
import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import type { PackageStore } from '../code/package.ts';
import { endpointOf } from '../endpoint.ts';
import { throttled } from '../errors.ts';
import type { FunctionConfiguration, FunctionRecord } from '../model.ts';
import type { LambdaSettings } from '../settings.ts';
import { type Instance, type InvocationRequest, type Outcome, startInstance } from './instance.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';
import type { LogLine } from './messages.ts';
import type { FunctionMetrics } from './metrics.ts';
import { type Capacity, Pool } from './pool.ts';
import { endLines, startLines } from './report.ts';
import { createInvocationTraces } from './traces.ts';
import { meterInvocation } from './usage.ts';
import { workerCode } from './worker-code.ts';

/** AWS's default limit of concurrent executions of an account in a region. */
const ACCOUNT_CONCURRENCY = 1000;

/** An event for a function. */
export interface Invocation {
  readonly record: FunctionRecord;
  readonly configuration: FunctionConfiguration;
  readonly functionArn: string;
  readonly requestId: string;
  readonly payload: string | Uint8Array;
  readonly clientContext?: string;
  /** `X-Amzn-Trace-Id` of the call. */
  readonly traceHeader?: string;
  /** Whether the lines written meanwhile are wanted back. */
  readonly tail?: boolean;
}

/** How an invocation ended. */
export interface InvocationResult extends Outcome {
  /** The lines written meanwhile, where they were wanted. */
  readonly log?: string;
}

/** Runs functions: finds or makes an environment for each event, and writes what Lambda logs of it. */
export interface Invocations {
  /** @throws TooManyRequestsException when the function or the account has no concurrency left. */
  run(invocation: Invocation): Promise<InvocationResult>;
  /** Lets the environments of a version that was changed or deleted end. */
  retire(functionArn: string): Promise<void>;
  /** Call after a function was created: starts an environment before there is an event, where the settings want that. */
  created(configuration: FunctionConfiguration): void;
  /** How many environments there are. */
  readonly instances: number;
  stop(): Promise<void>;
}

/** What {@link createInvocations} is made of. */
export interface InvocationsOptions {
  readonly context: EmbeddedContext;
  readonly settings: LambdaSettings;
  readonly packages: PackageStore;
  readonly metrics: FunctionMetrics;
}

/** An environment with the stream it logs to and the lines of its current event. */
interface Logged {
  /** The function's role. */
  readonly principal: Principal;
  readonly writer: LogWriter;
  cold: boolean;
  tail: string[] | undefined;
}

/** See {@link Invocations}. */
export function createInvocations({ context, settings, packages, metrics }: InvocationsOptions): Invocations {
  const { clock } = context;
  const capacity: Capacity = { limit: settings.instances, pools: new Set() };
  const pools = new Map<string, { readonly revision: string; readonly pool: Pool }>();
  const running = new Map<string, number>();
  const logged = new WeakMap<Instance, Logged>();
  const writers = new Set<LogWriter>();
  const traces = createInvocationTraces(context);
  const offset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const offsets = new Float64Array(offset);
  let total = 0;
  let reaping = false;
  let entry: Promise<string> | undefined;
  clock.onAdvance((advanced) => {
    offsets[0] = advanced;
  });

  async function start(configuration: FunctionConfiguration): Promise<Instance> {
    entry ??= workerCode(packages.folder);
    const [taskRoot, program] = await Promise.all([packages.unpack(configuration.CodeSha256), entry]);
    const { FunctionName, LoggingConfig, Role, Version } = configuration;
    const credentials = context.credentials.assumeRole(Role, FunctionName);
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[${Version}]${context.random.uuid().replaceAll('-', '')}`;
    const writer = createLogWriter(context, LoggingConfig.LogGroup, logStream, credentials.principal);
    writers.add(writer);
    const state: Logged = { principal: credentials.principal, writer, cold: true, tail: undefined };
    const instance = startInstance({
      context,
      configuration,
      taskRoot,
      entry: program,
      logStream,
      credentials,
      compileCache: packages.compileCache,
      clockOffset: offset,
      heapMegabytes: settings.heapMegabytes,
      fastPath: settings.fastPath,
      endpoint: endpointOf(context),
      environment: settings.environment,
      ...(configuration.TracingConfig.Mode === 'Active' ? { traceDaemon: await traces.daemonAddress() } : {}),
      writeLines: (lines) => writeLines(state, lines),
      ended: () => {
        clock.background(writer.flush, `Logging to ${LoggingConfig.LogGroup}`);
        writers.delete(writer);
      },
    });
    logged.set(instance, state);
    return instance;
  }

  function writeLines({ writer, tail }: Logged, lines: readonly LogLine[]): void {
    writer.write(lines);
    if (tail) for (const { message } of lines) tail.push(message);
  }

  function poolOf(configuration: FunctionConfiguration): Pool {
    const { FunctionArn, RevisionId } = configuration;
    const known = pools.get(FunctionArn);
    if (known?.revision === RevisionId) return known.pool;
    if (known) clock.background(() => known.pool.retire(), `Ending environments of ${FunctionArn}`);
    const pool = new Pool({ settings, capacity, now: () => clock.now(), start: () => start(configuration) });
    pools.set(FunctionArn, { revision: RevisionId, pool });
    return pool;
  }

  /** Arms one timer for the environment that has been idle longest, so that an idle AWS has no timers. */
  function reapLater(): void {
    if (reaping) return;
    let oldest = Number.POSITIVE_INFINITY;
    for (const { idleSince } of capacity.pools) oldest = Math.min(oldest, idleSince ?? oldest);
    if (oldest === Number.POSITIVE_INFINITY) return;
    reaping = true;
    clock.after(oldest + settings.idleTimeout - clock.now(), () => {
      reaping = false;
      for (const pool of capacity.pools) {
        clock.background(() => pool.reap(clock.now() - settings.idleTimeout), 'Ending idle environments');
      }
      reapLater();
    });
  }

  async function run(invocation: Invocation): Promise<InvocationResult> {
    const { configuration, requestId } = invocation;
    let log: string | undefined;
    const traced = traces.begin(invocation);
    const outcome = await poolOf(configuration).invoke(request(invocation, traced.header), {
      begin(instance) {
        const state = logged.get(instance);
        if (!state) return;
        traced.started(state.principal);
        if (invocation.tail) state.tail = [];
        writeLines(state, stamped(startLines(configuration, requestId, state.cold), clock.now()));
        state.cold = false;
      },
      end(instance, ended) {
        const state = logged.get(instance);
        if (!state) return;
        traced.ended(ended, state.principal);
        const lines = endLines(configuration, requestId, ended);
        if (ended.status === 'timeout') {
          const at = new Date(clock.now()).toISOString();
          lines.unshift(
            `${at} ${requestId} Task timed out after ${configuration.Timeout.toFixed(2)} seconds`,
          );
        }
        writeLines(state, stamped(lines, clock.now()));
        log = state.tail?.map((line) => `${line}\n`).join('');
        state.tail = undefined;
      },
    });
    metrics.record(configuration.FunctionName, outcome, total);
    meterInvocation(context.meter, configuration, outcome);
    return log === undefined ? outcome : { ...outcome, log };
  }

  return {
    get instances() {
      let count = 0;
      for (const { size } of capacity.pools) count += size;
      return count;
    },
    async run(invocation) {
      const name = invocation.configuration.FunctionName;
      const concurrent = running.get(name) ?? 0;
      const reserved = invocation.record.reservedConcurrency;
      if (concurrent >= (reserved ?? ACCOUNT_CONCURRENCY) || total >= ACCOUNT_CONCURRENCY) {
        metrics.throttle(name);
        context.meter.add('lambda', 'throttles', name, 1);
        throw throttled(
          reserved === undefined
            ? 'ConcurrentInvocationLimitExceeded'
            : 'ReservedFunctionConcurrentInvocationLimitExceeded',
        );
      }
      running.set(name, concurrent + 1);
      total++;
      try {
        const work = run(invocation);
        void clock.track(bounded(work, settings.settleWithin));
        return await work;
      } finally {
        running.set(name, (running.get(name) ?? 1) - 1);
        total--;
        reapLater();
      }
    },
    async retire(functionArn) {
      const known = pools.get(functionArn);
      pools.delete(functionArn);
      await known?.pool.retire();
    },
    created(configuration) {
      if (!settings.initializeEarly) return;
      const warming = poolOf(configuration).warm();
      warming
        .then(reapLater)
        .catch((error: Error) => context.log(`${configuration.FunctionName}: ${error.message}`));
    },
    async stop() {
      traces.stop();
      for (const writer of writers) writer.stop();
      await Promise.all([...capacity.pools].map((pool) => pool.stop()));
    },
  };
}

function request(invocation: Invocation, traceId: string): InvocationRequest {
  const { requestId, payload, functionArn, clientContext } = invocation;
  const common = { requestId, payload, functionArn, traceId };
  return clientContext === undefined ? common : { ...common, clientContext };
}

function stamped(messages: readonly string[], timestamp: number): LogLine[] {
  return messages.map((message) => ({ timestamp, message }));
}

/** Work that waits for a timer of the clock must not stop the clock for ever. */
function bounded(work: Promise<unknown>, milliseconds: number): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = systemTime.wake?.(milliseconds, resolve);
  const done = work.then(
    () => cancel?.(),
    () => cancel?.(),
  );
  return Promise.race([done, promise]);
}
