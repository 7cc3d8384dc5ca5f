import { type Clock, createClock } from '../embedded/clock/clock.ts';
import type { ChainHooks } from '../embedded/core/chain.ts';
import type { CredentialStore } from '../embedded/core/context.ts';
import { createCredentialStore } from '../embedded/core/credentials.ts';
import { createRandom } from '../embedded/core/random.ts';
import type { Service } from '../embedded/core/service.ts';
import { createUnexpectedErrors, type UnexpectedErrors } from '../embedded/core/unexpected-errors.ts';
import { createDispatcher, type Dispatcher } from '../embedded/dispatch.ts';
import { createMeter } from '../embedded/meter/meter.ts';
import { createSignatureVerifier } from '../embedded/protocol/sigv4.ts';
import { serve } from '../embedded/server.ts';
import { createMemoryStorage } from '../embedded/storage/storage.ts';
import { controlClock, controlFaults, controlMeter } from '../embedded/testbed/controls.ts';
import { createFaults } from '../embedded/testbed/faults.ts';
import { createTestbed } from '../embedded/testbed/testbed.ts';
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
    testbed: createTestbed({
      clock: controlClock(clock),
      faults: controlFaults(faults, served),
      meter: controlMeter(createMeter({ clock, region: 'us-east-1' })),
      unexpected,
      health: () => ({
        services: services.map(({ name }) => name),
        bootMilliseconds: 0,
        faults: unexpected.count,
      }),
    }),
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
