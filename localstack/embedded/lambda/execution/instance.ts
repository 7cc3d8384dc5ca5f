import { Worker } from 'node:worker_threads';
import type { Timer } from '../../clock/clock.ts';
import type { Credentials, EmbeddedContext } from '../../core/context.ts';
import type { AwsRequest } from '../../core/http.ts';
import type { FunctionConfiguration } from '../model.ts';
import { withOwnMemory } from '../worker/own-memory.ts';
import { environmentVariables } from './environment-variables.ts';
import type { FromWorker, LogLine, RequestMessage, RuntimeError, ToWorker, WorkerData } from './messages.ts';

/** One event to be handled. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: string | Uint8Array;
  readonly functionArn: string;
  readonly traceId: string;
  readonly clientContext?: string;
}

/** How the handling of an event ended, seen from the execution environment. */
export interface Outcome {
  /** JSON text: the result, or the error; of a streamed answer its text. */
  readonly payload: string;
  /** A streamed answer, which may be of any form. */
  readonly streamed?: Uint8Array;
  readonly failed: boolean;
  /** Emulated milliseconds. */
  readonly duration: number;
  /** Set at the environment's first event: emulated milliseconds of its start. */
  readonly initDuration?: number;
  readonly status: 'success' | 'error' | 'timeout';
  /** Bytes of heap in use afterwards. */
  readonly heap: number;
}

/** What an execution environment is made of. */
export interface InstanceOptions {
  readonly context: EmbeddedContext;
  readonly configuration: FunctionConfiguration;
  /** The thread's program: see {@link workerCode}. */
  readonly entry: string;
  readonly taskRoot: string;
  readonly compileCache: string;
  readonly logStream: string;
  readonly credentials: Credentials;
  readonly clockOffset: SharedArrayBuffer;
  readonly heapMegabytes: number;
  readonly fastPath: boolean;
  /** Where clients reach AWS. */
  readonly endpoint: string;
  /** Where a traced function sends its segments. */
  readonly traceDaemon?: string;
  /** Variables of every function. */
  readonly environment: Readonly<Record<string, string>>;
  writeLines(lines: readonly LogLine[]): void;
  /** Called when the thread is gone. */
  ended(): void;
}

/**
 * One execution environment: a thread with its own module graph, environment variables and role credentials.
 * It handles one event at a time; the pool sees to that.
 */
export interface Instance {
  readonly startedAt: number;
  /** When its role's credentials end. */
  readonly expiresAt: number;
  /** False once the thread is gone, for whatever reason. */
  readonly alive: boolean;
  /** Whether its module is loaded. */
  readonly ready: boolean;
  /** Whether its handler waits for another invocation, so that it takes no processor time. */
  readonly invoking: boolean;
  /** Never rejects: whatever goes wrong is an outcome. */
  invoke(request: InvocationRequest): Promise<Outcome>;
  terminate(): Promise<void>;
}

interface Running {
  readonly request: InvocationRequest;
  readonly begun: number;
  /** When the handler was called: after the init phase, at the environment's first event. */
  started: number;
  timer: Timer;
  readonly resolve: (outcome: Outcome) => void;
}

/** Starts an execution environment; its handler loads while the first event is on its way. */
export function startInstance(options: InstanceOptions): Instance {
  return new ExecutionEnvironment(options);
}

class ExecutionEnvironment implements Instance {
  readonly startedAt: number;
  readonly expiresAt: number;
  alive = true;
  ready = false;
  readonly #options: InstanceOptions;
  readonly #worker: Worker;
  #running: Running | undefined;
  /** Not yet reported. */
  #initDuration: number | undefined;
  #fault: RuntimeError | undefined;
  #invoking = 0;

  constructor(options: InstanceOptions) {
    this.#options = options;
    this.startedAt = options.context.clock.now();
    this.expiresAt = options.credentials.expiration ?? Number.POSITIVE_INFINITY;
    this.#worker = startWorker(options);
    this.#worker.on('message', (message: FromWorker) => {
      try {
        this.#onMessage(message);
      } catch {
        // The function's own code has a hold of the port, too: what the runtime would not send ends this environment.
        this.#fail(this.#exitError('with error: exit status 1'));
      }
    });
    this.#worker.on('error', (error: Error & { code?: string }) => {
      const reason = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'signal: killed' : 'exit status 1';
      this.#fault ??= this.#exitError(`with error: ${reason}`);
    });
    this.#worker.on('exit', (code) => {
      const how = code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
      this.#fail(this.#fault ?? this.#exitError(how));
      options.ended();
    });
  }

  get invoking(): boolean {
    return this.#invoking > 0;
  }

  invoke(request: InvocationRequest): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const now = this.#options.context.clock.now();
    this.#running = { request, begun: now, started: now, timer: this.#deadline(INIT_TIMEOUT), resolve };
    if (!this.alive) this.#fail(this.#fault ?? this.#exitError('without providing a reason'));
    else if (this.ready) this.#start(this.#running);
    return promise;
  }

  async terminate(): Promise<void> {
    this.alive = false;
    await this.#worker.terminate();
  }

  #deadline(milliseconds: number): Timer {
    return this.#options.context.clock.after(milliseconds, () => {
      const { Timeout } = this.#options.configuration;
      this.#fail(timeoutError(this.#running?.request.requestId ?? '', Timeout), 'timeout');
    });
  }

  #start(running: Running): void {
    const { configuration, context } = this.#options;
    const { requestId, payload, functionArn, traceId, clientContext } = running.request;
    const now = context.clock.now();
    running.timer.cancel();
    running.timer = this.#deadline(configuration.Timeout * 1000);
    running.started = now;
    this.#post({
      type: 'invoke',
      requestId,
      functionArn,
      traceId,
      deadline: now + configuration.Timeout * 1000,
      now,
      payload: typeof payload === 'string' ? payload : withOwnMemory(payload),
      ...(clientContext === undefined ? {} : { clientContext }),
    });
  }

  #settle(outcome: Omit<Outcome, 'duration'>): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    running.timer.cancel();
    const { clock } = this.#options.context;
    const duration =
      outcome.status === 'timeout'
        ? this.#options.configuration.Timeout * 1000
        : Math.max(SHORTEST, clock.now() - running.started);
    const init = this.#initDuration;
    this.#initDuration = undefined;
    running.resolve({ ...outcome, duration, ...(init === undefined ? {} : { initDuration: init }) });
  }

  #fail(error: RuntimeError, status: Outcome['status'] = 'error'): void {
    this.alive = false;
    this.#settle({ payload: JSON.stringify(error), failed: true, status, heap: 0 });
    void this.#worker.terminate();
  }

  #onMessage(message: FromWorker): void {
    if (message.type === 'request') {
      this.#answer(message).catch((error: unknown) =>
        this.#options.context.unexpected.report(
          error,
          `A request of ${this.#options.configuration.FunctionName}`,
        ),
      );
      return;
    }
    if (message.type === 'done') {
      if (message.lines.length > 0) this.#options.writeLines(message.lines);
      if (this.#running?.request.requestId !== message.requestId) return;
      const { payload, streamed, failed, heap } = message;
      const answer = streamed ? { payload, streamed } : { payload };
      this.#settle({ ...answer, failed, heap, status: failed ? 'error' : 'success' });
      return;
    }
    if (message.lines.length > 0) this.#options.writeLines(message.lines);
    if (message.type === 'crash') this.#fault = message.error;
    if (message.type === 'ready') this.#onReady(message.error);
  }

  #onReady(error: RuntimeError | undefined): void {
    this.ready = true;
    this.#initDuration = this.#options.context.clock.now() - this.startedAt;
    if (error) {
      this.#fault = error;
      this.#fail(error);
    } else if (this.#running) {
      this.#start(this.#running);
    }
  }

  async #answer(message: RequestMessage): Promise<void> {
    let invokes = false;
    try {
      const request = awsRequest(message);
      invokes = request.path.endsWith('/invocations');
      if (invokes) this.#invoking++;
      const { status, headers, body } = await this.#options.context.handle(request);
      const own = typeof body === 'string' ? body : withOwnMemory(body);
      this.#post({ type: 'response', id: message.id, status, headers, body: own });
    } catch (error) {
      this.#post({ type: 'failure', id: message.id, message: String(error) });
    } finally {
      if (invokes) this.#invoking--;
    }
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #exitError(how: string): RuntimeError {
    const requestId = this.#running?.request.requestId ?? '';
    return {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited ${how}`,
    };
  }
}

function startWorker(options: InstanceOptions): Worker {
  const { configuration, context } = options;
  const worker = new Worker(options.entry, {
    name: configuration.FunctionName,
    workerData: workerData(options),
    env: environmentVariables(configuration, { ...options, region: context.region }),
    execArgv: [],
    argv: [],
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: Math.max(16, Math.min(configuration.MemorySize, options.heapMegabytes)),
      maxYoungGenerationSizeMb: 16,
    },
  });
  worker.unref();
  return worker;
}

/** The clock counts whole milliseconds, and nothing takes none: a duration of 0 would be one that nobody measured. */
const SHORTEST = 0.5;

/** AWS gives the init phase ten seconds. */
const INIT_TIMEOUT = 10_000;

function workerData(options: InstanceOptions): WorkerData {
  const { configuration, context } = options;
  return {
    taskRoot: options.taskRoot,
    handler: configuration.Handler,
    runtime: configuration.Runtime,
    functionName: configuration.FunctionName,
    functionVersion: configuration.Version,
    memorySize: String(configuration.MemorySize),
    logGroup: configuration.LoggingConfig.LogGroup,
    logStream: options.logStream,
    logFormat: configuration.LoggingConfig.LogFormat,
    endpoint: options.fastPath ? options.endpoint : '',
    clockOffset: options.clockOffset,
    now: context.clock.now(),
    compileCache: options.compileCache,
    sdkBeside: import.meta.url,
  };
}

function awsRequest({ method, path, headers, body }: RequestMessage): AwsRequest {
  const mark = path.indexOf('?');
  return {
    method,
    path: mark < 0 ? path : path.slice(0, mark),
    query: mark < 0 ? '' : path.slice(mark + 1),
    headers,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    sourceIp: '127.0.0.1',
  };
}

function timeoutError(requestId: string, seconds: number): RuntimeError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}
