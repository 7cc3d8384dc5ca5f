import { type Clock, createClock } from '../../localstack/embedded/clock/clock.ts';
import type { ChainHooks } from '../../localstack/embedded/core/chain.ts';
import type { CredentialStore } from '../../localstack/embedded/core/context.ts';
import { createCredentialStore } from '../../localstack/embedded/core/credentials.ts';
import { createDispatcher, type Dispatcher } from '../../localstack/embedded/core/dispatch.ts';
import { createRandom } from '../../localstack/embedded/core/random.ts';
import type { Service } from '../../localstack/embedded/core/service.ts';
import {
  createUnexpectedErrors,
  type UnexpectedErrors,
} from '../../localstack/embedded/core/unexpected-errors.ts';
import { createMeter } from '../../localstack/embedded/meter/meter.ts';
import { createSignatureVerifier } from '../../localstack/embedded/protocol/sigv4.ts';
import { serve } from '../../localstack/embedded/server.ts';
import { createMemoryStorage } from '../../localstack/embedded/storage/storage.ts';
import { createFaults } from '../../localstack/embedded/testbed/faults.ts';
import { createTestbed } from '../../localstack/embedded/testbed/testbed.ts';
import { type Backend, createClient } from './embedded.ts';

/** Services of a test's own, served as the embedded AWS serves its own: for tests of the chain around them. */
export interface ServedServices extends Backend {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly unexpected: UnexpectedErrors;
  readonly credentials: CredentialStore;
  /** What was logged: the faults that a caller is not told of. */
  readonly logged: string[];
}

/** Serves `services` on a port of their own. */
export async function serveServices(
  services: readonly Service[],
  options: { readonly clock?: Clock; readonly hooks?: ChainHooks } = {},
): Promise<ServedServices> {
  const clock = options.clock ?? createClock();
  const random = createRandom('serve-services');
  const accountId = '000000000000';
  const root = { arn: `arn:aws:iam::${accountId}:root`, accountId };
  const credentials = createCredentialStore({ clock, random, storage: createMemoryStorage(), root });
  const logged: string[] = [];
  const unexpected = createUnexpectedErrors({ now: clock.now, log: (message) => logged.push(message) });
  clock.onError(unexpected.report);
  const faults = createFaults({ clock, random });
  const served = new Map(services.map((service) => [service.name, service]));
  const dispatcher = createDispatcher({
    services: served,
    context: { clock, random, accountId, unexpected },
    verifier: createSignatureVerifier({ clock, credentials, region: 'us-east-1' }),
    hooks: options.hooks ?? {},
    faults,
    testbed: createTestbed(
      { clock },
      {
        services: served,
        faults,
        unexpected,
        meter: createMeter({ clock, region: 'us-east-1' }),
        health: () => ({
          services: services.map(({ name }) => name),
          bootMilliseconds: 0,
          faults: unexpected.count,
        }),
      },
    ),
  });
  const server = await serve(dispatcher.handle, {
    port: 0,
    host: '127.0.0.1',
    now: clock.now,
    report: unexpected.report,
  });
  return {
    dispatcher,
    unexpected,
    clock,
    credentials,
    logged,
    endpoint: server.endpoint,
    client: (Client, overrides) => createClient(Client, server.endpoint, overrides),
    async [Symbol.asyncDispose]() {
      await server.close();
      clock.stop();
    },
  };
}
