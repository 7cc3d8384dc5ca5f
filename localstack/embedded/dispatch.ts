import type { CallFaults, ChainHooks } from './core/chain.ts';
import type { EmbeddedContext } from './core/context.ts';
import { AwsError, ConnectionLostError, notImplemented } from './core/errors.ts';
import { type AwsRequest, type AwsResponse, type Origin, originOf } from './core/http.ts';
import type { RemoteAws } from './core/remote.ts';
import type { HttpFront, Principal, Service } from './core/service.ts';
import { codecFor } from './protocol/codecs.ts';
import { preflightAnswer, readableByPages } from './protocol/cross-origin.ts';
import { identify, type NamedService, runsOn } from './protocol/identify.ts';
import { problemOfInput } from './protocol/input-shape.ts';
import { errorOutside } from './protocol/outside.ts';
import type { SignatureVerifier } from './protocol/sigv4.ts';

/** Carries calls to services, from HTTP and from one another. */
export interface Dispatcher {
  call: EmbeddedContext['call'];
  /** Throws {@link ConnectionLostError}, and nothing else, where the request is to have no answer. */
  handle(request: AwsRequest): Promise<AwsResponse>;
}

/** What {@link createDispatcher} is made of. `services` may still grow after it was made. */
export interface DispatcherOptions {
  readonly services: ReadonlyMap<string, Service>;
  readonly context: Pick<EmbeddedContext, 'clock' | 'random' | 'unexpected' | 'accountId'>;
  readonly verifier: SignatureVerifier;
  readonly hooks: ChainHooks;
  /** Answers below `/_testbed/`. */
  readonly testbed: HttpFront;
  /** What is made to go wrong. */
  readonly faults?: CallFaults;
  /** Has the services that do not run here. */
  readonly remote?: RemoteAws | undefined;
}

/** The chain that every call goes through; see {@link ChainHooks} for its order. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { services, context, verifier, hooks, testbed, remote } = options;
  const anonymous: Principal = { arn: 'anonymous', accountId: context.accountId };

  /** Turns what a service did not mean to throw into the 500 that AWS would answer, and reports it. */
  function asAwsError(thrown: unknown, where: string): AwsError {
    if (thrown instanceof AwsError) return thrown;
    context.unexpected.report(thrown, where);
    return new AwsError(
      'InternalFailure',
      'The request processing has failed because of an unknown error.',
      500,
    );
  }

  async function run(
    service: Service,
    operation: string,
    input: object,
    principal: Principal,
    requestId: string,
    origin: Origin,
  ): Promise<unknown> {
    const run = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
    if (!run) throw notImplemented(service.name, operation);
    const call = { service, operation, input, principal, requestId, ...origin };
    const startedAt = context.clock.now();
    const what = () => `${service.name}:${operation} of ${principal.arn} (request ${requestId})`;
    const observe = (ended: { readonly output: unknown } | { readonly error: AwsError }): void => {
      try {
        hooks.observe?.({ ...call, startedAt, ...ended });
      } catch (thrown) {
        context.unexpected.report(thrown, `Observing ${what()}`);
      }
    };
    try {
      const refused = hooks.authorize?.(call);
      if (refused) await refused;
      const fault = options.faults?.striking(call);
      const output = await (fault ? fault(() => run(input as never, call)) : run(input as never, call));
      observe({ output });
      return output;
    } catch (thrown) {
      const ended = thrown instanceof ConnectionLostError ? thrown.carriedOut : { error: thrown };
      if (ended && 'output' in ended) observe(ended);
      if (!ended || 'output' in ended) throw thrown;
      // AWS looks at an input's shape before anything else; here only what fails costs a look.
      const problem =
        ended.error instanceof AwsError ? undefined : problemOfInput(service.name, operation, input);
      const error = problem ?? asAwsError(ended.error, what());
      observe({ error });
      throw thrown instanceof ConnectionLostError ? thrown : error;
    }
  }

  async function answer(service: Service, request: AwsRequest): Promise<AwsResponse> {
    const requestId = context.random.uuid();
    const codec = await codecFor(request, service);
    try {
      const parsed = codec.parse(request, service);
      const principal = service.unsigned?.includes(parsed.operation)
        ? anonymous
        : verifier.verify(request, service.signingName).principal;
      const origin = originOf(request);
      const output = await run(service, parsed.operation, parsed.input(), principal, requestId, origin);
      return readableByPages(request, codec.respond(service, parsed.operation, output, requestId));
    } catch (thrown) {
      if (thrown instanceof ConnectionLostError) throw thrown;
      const where = `${request.method} ${request.path} to ${service.name} (request ${requestId})`;
      return readableByPages(request, codec.fail(service, asAwsError(thrown, where), requestId));
    }
  }

  /** What a service is called that does not run: as it is signed for, where that is not another's name too. */
  function nameOf({ target, signingName }: NamedService): string {
    const running = [...services.values()].some((service) => service.signingName === signingName);
    return (running ? undefined : signingName) ?? target ?? signingName ?? 's3';
  }

  /**
   * Finds who answers. A service may have addresses of its own below `/_testbed/`. S3 comes last: any path may
   * be one of its keys.
   */
  function route(request: AwsRequest): Promise<AwsResponse> {
    for (const service of services.values()) {
      if (service.signingName !== 's3' && service.http?.matches(request)) return service.http.handle(request);
    }
    if (testbed.matches(request)) return testbed.handle(request);
    const preflight = preflightAnswer(request);
    if (preflight) return Promise.resolve(preflight);
    const named = identify(request);
    for (const service of services.values()) {
      if (service.signingName !== 's3' && runsOn(service, named)) return answer(service, request);
    }
    const s3 = services.get('s3')?.http;
    const forS3 = named.target === undefined && (named.signingName ?? 's3') === 's3';
    if (forS3 && s3?.matches(request)) return s3.handle(request);
    if (remote) return remote.handle(request);
    throw notRunning(nameOf(named));
  }

  return {
    async call<Output>(
      name: string,
      operation: string,
      input: object,
      principal: Principal,
      origin: Origin = {},
    ): Promise<Output> {
      const service = services.get(name);
      if (!service && remote) return remote.call<Output>(name, operation, input, principal);
      if (!service) throw notRunning(name);
      try {
        return (await run(service, operation, input, principal, context.random.uuid(), origin)) as Output;
      } catch (thrown) {
        // Who carries a request out in its sender's name leaves it to the server to end the sender's connection.
        const passedOn = origin.sourceIp !== undefined;
        throw thrown instanceof ConnectionLostError && !passedOn ? thrown.asSeenByCaller() : thrown;
      }
    },
    async handle(request) {
      try {
        return await route(request);
      } catch (thrown) {
        if (thrown instanceof ConnectionLostError) throw thrown;
        const error = asAwsError(thrown, `${request.method} ${request.path}`);
        return errorOutside(request, error, context.random.uuid());
      }
    },
  };
}

function notRunning(service: string): AwsError {
  return new AwsError('NotImplemented', `The embedded AWS does not run a service "${service}" here.`, 501);
}
