import { enableCompileCache } from 'node:module';
import { type Clock, createClock } from './clock/clock.ts';
import type { ChainHooks, FinishedCall, PendingCall } from './core/chain.ts';
import type { EmbeddedContext, Random } from './core/context.ts';
import { createCredentialStore } from './core/credentials.ts';
import type { AwsRequest, AwsResponse } from './core/http.ts';
import { createRandom } from './core/random.ts';
import type { RemoteAws } from './core/remote.ts';
import type { Service } from './core/service.ts';
import { createSignals } from './core/signals.ts';
import { createUnexpectedErrors } from './core/unexpected-errors.ts';
import { createDispatcher, type Dispatcher } from './dispatch.ts';
import { createEnforcer, type Enforcer } from './iam/enforcement/enforcer.ts';
import { createMeter } from './meter/meter.ts';
import type { MeterReading } from './meter/reading.ts';
import { createSignatureVerifier } from './protocol/sigv4.ts';
import { type HttpServer, serve } from './server.ts';
import { createService, type ServiceName, type ServiceSettings, serviceNames } from './services.ts';
import { openFileStorage } from './storage/file-storage.ts';
import { createMemoryStorage, type Storage } from './storage/storage.ts';
import {
  type ClockControl,
  controlClock,
  controlFaults,
  controlMeter,
  type FaultControl,
  type MeterControl,
} from './testbed/controls.ts';
import { createFaults } from './testbed/faults.ts';
import { createTestbed } from './testbed/testbed.ts';

export { AddressUnusableError, PortInUseError } from './server.ts';
export { type ServiceName, type ServiceSettings, serviceNames, UnknownServiceError } from './services.ts';
export {
  DataDirectoryInUseError,
  DataDirectoryUnusableError,
  ForeignFileError,
  JournalDamagedError,
} from './storage/errors.ts';

/** What an embedded AWS is made of; everything has a default. */
export interface EmbeddedAwsOptions {
  /** The services to run; default: all. */
  readonly services?: readonly ServiceName[];
  /** Default: this machine's time, from which {@link ClockControl.advance} moves on. */
  readonly clock?: Clock;
  /** Default: another sequence each time. */
  readonly random?: Random;
  /** Default: `us-east-1`. */
  readonly region?: string;
  /** Default: `000000000000`. */
  readonly accountId?: string;
  /** Where to say what an operator should know; default: standard error. */
  readonly log?: (message: string) => void;
  /** Where the state is kept over the end of the process, killed or not; absent: it is forgotten. */
  readonly dataDirectory?: string;
  /** Whether to go on with what can be read where that state is damaged, keeping a copy; default: it is refused. */
  readonly salvage?: boolean;
  /** Settings by service name, as each service documents them. */
  readonly settings?: ServiceSettings;
  /** @internal */
  readonly storage?: Storage;
  /**
   * What stands around every call besides the meter: authorization.
   * @internal
   */
  readonly hooks?: ChainHooks;
  /**
   * Another AWS for the services that do not run here; without it they are refused by name. Closed with this one.
   * @internal
   */
  readonly remote?: RemoteAws;
}

/** An AWS in this process. Stop it to let go of its port, workers and timers. */
export interface EmbeddedAws extends AsyncDisposable {
  /** The time that it lives by. */
  readonly clock: ClockControl;
  /** What is made to go wrong in it. */
  readonly faults: FaultControl;
  /** What was called and what AWS would bill. */
  readonly meter: MeterControl<MeterReading>;
  /**
   * Serves on `port` (0 for any free one) and returns the endpoint; once, and before it is stopped.
   * @throws PortInUseError, and AddressUnusableError where `host` is not of this machine
   */
  listen(port: number, host?: string): Promise<string>;
  /** Ends everything, once; resolved when it has ended, however often it is asked for. */
  stop(): Promise<void>;
  /** @internal */
  readonly context: EmbeddedContext;
  /**
   * What runs, by {@link Service.name}.
   * @internal
   */
  readonly services: ReadonlyMap<string, Service>;
  /**
   * Answers a request as the server would, without a socket.
   * @internal
   */
  handle(request: AwsRequest): Promise<AwsResponse>;
}

const DEFAULT_REGION = 'us-east-1';
/** Stands in URLs while nothing listens: whoever calls in-process needs a URL's form and not its host. */
const UNREACHABLE = 'http://embedded-aws.invalid';

/**
 * Starts an AWS in this process.
 *
 * @example
 * await using aws = await createEmbeddedAws({ services: ['dynamodb'] });
 * const endpoint = await aws.listen(0);
 */
export async function createEmbeddedAws(options: EmbeddedAwsOptions = {}): Promise<EmbeddedAws> {
  // The services are loaded from here on: from the second start of a machine that takes a third of the time.
  enableCompileCache();
  const started = performance.now();
  const clock = options.clock ?? createClock();
  const services = new Map<string, Service>();
  const starting = new Map<string, Promise<unknown>>();
  let server: HttpServer | undefined;
  let dispatcher: Dispatcher | undefined;
  const dispatch = (): Dispatcher => {
    if (!dispatcher) throw new Error('A service was called before the embedded AWS had started.');
    return dispatcher;
  };
  const log = options.log ?? ((message: string) => void process.stderr.write(`${message}\n`));
  const { dataDirectory, salvage } = options;
  const files = dataDirectory === undefined ? undefined : openFileStorage(dataDirectory, { log, salvage });
  const unexpected = createUnexpectedErrors({ now: clock.now, log });
  clock.onError(unexpected.report);
  const meter = createMeter({ clock, region: options.region ?? DEFAULT_REGION });
  let enforcer: Enforcer | undefined;
  const enforce = (): Enforcer => {
    if (!enforcer) throw new Error('A permission was asked for before the embedded AWS had started.');
    return enforcer;
  };
  const parts = { clock, meter, log, unexpected, storage: options.storage ?? files ?? createMemoryStorage() };
  const context = createContext(options, parts, {
    endpoint: () => server?.endpoint,
    permissions: () => enforce().permissions,
    async call(service, operation, input, principal, origin) {
      if (starting.size > 0) await starting.get(service);
      return dispatch().call(service, operation, input, principal, origin);
    },
    handle: (request) => dispatch().handle(request),
  });
  const faults = createFaults(context);
  const controls = {
    clock: controlClock(clock),
    faults: controlFaults(faults, services),
    meter: controlMeter<MeterReading>(meter),
  };
  enforcer = createEnforcer({
    context,
    services,
    rolesAreHere: (options.services ?? serviceNames).includes('iam'),
  });
  dispatcher = createDispatcher({
    services,
    context,
    verifier: createSignatureVerifier(context),
    hooks: authorizedBy(observedBy(options.hooks ?? {}, meter.observe), enforcer.authorize),
    faults,
    remote: options.remote,
    testbed: createTestbed({
      ...controls,
      iam: enforcer,
      health: () => ({
        services: [...services.keys()],
        bootMilliseconds,
        faults: unexpected.count,
      }),
      unexpected,
    }),
  });
  let stopping: Promise<void> | undefined;
  // Whoever asks again waits for the same end: what comes next may need the port or the folder.
  const stop = (): Promise<void> => {
    stopping ??= stopAll();
    return stopping;
  };
  async function stopAll(): Promise<void> {
    const closing = server;
    server = undefined;
    await closing?.close();
    const ending = [...services.values()].reverse().map((service) => service.stop?.());
    services.clear();
    options.remote?.close();
    await Promise.allSettled(ending);
    clock.stop();
    files?.close();
  }

  await startServices(options, context, services, starting).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  let bootMilliseconds = Math.round(performance.now() - started);

  return {
    ...controls,
    context,
    services,
    handle: (request) => dispatch().handle(request),
    async listen(port, host = '127.0.0.1') {
      if (stopping) throw new Error('This AWS has been stopped; create another one.');
      // A second server would stay open when the one that is known here is closed.
      if (server) throw new Error(`This AWS listens already, on ${server.endpoint}.`);
      const before = performance.now();
      server = await serve(dispatch().handle, { port, host, now: clock.now, report: unexpected.report });
      bootMilliseconds += Math.round(performance.now() - before);
      return server.endpoint;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The hooks with one observer more. */
function observedBy(hooks: ChainHooks, observe: (call: FinishedCall) => void): ChainHooks {
  const { observe: others, ...rest } = hooks;
  if (!others) return { ...rest, observe };
  return {
    ...rest,
    observe(call) {
      observe(call);
      others(call);
    },
  };
}

/** `hooks` with `authorize` asked before whatever they ask themselves. */
function authorizedBy(hooks: ChainHooks, authorize: (call: PendingCall) => void): ChainHooks {
  return {
    ...hooks,
    authorize(call) {
      authorize(call);
      return hooks.authorize?.(call);
    },
  };
}

function createContext(
  options: EmbeddedAwsOptions,
  parts: Pick<EmbeddedContext, 'clock' | 'meter' | 'storage' | 'log' | 'unexpected'>,
  late: Pick<EmbeddedContext, 'call' | 'handle'> & {
    endpoint(): string | undefined;
    permissions(): EmbeddedContext['permissions'];
  },
): EmbeddedContext {
  const accountId = options.accountId ?? '000000000000';
  const root = { arn: `arn:aws:iam::${accountId}:root`, accountId };
  const random = options.random ?? createRandom();
  return {
    ...parts,
    random,
    signals: createSignals(),
    credentials: createCredentialStore({ ...parts, random, root }),
    accountId,
    region: options.region ?? DEFAULT_REGION,
    root,
    endpoint: () => late.endpoint() ?? UNREACHABLE,
    call: late.call,
    handle: late.handle,
    get permissions() {
      return late.permissions();
    },
  };
}

/**
 * Starts all services at once. What a service does while others still start (going on with the work of a data
 * directory) waits in `starting` for those that it calls.
 */
async function startServices(
  options: EmbeddedAwsOptions,
  context: EmbeddedContext,
  services: Map<string, Service>,
  starting: Map<string, Promise<unknown>>,
): Promise<void> {
  const settings = options.settings ?? {};
  const wanted = new Set(options.services ?? serviceNames);
  for (const name of wanted) {
    starting.set(
      name,
      createService(name, context, settings).then((service) => services.set(service.name, service)),
    );
  }
  await Promise.all(starting.values());
  starting.clear();
  // In the order in which they were asked for, and not in that in which they happened to load.
  for (const name of wanted) {
    const service = services.get(name);
    services.delete(name);
    if (service) services.set(name, service);
  }
}
