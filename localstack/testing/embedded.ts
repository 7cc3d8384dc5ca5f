import type { Clock } from '../embedded/clock/clock.ts';
import type { EmbeddedContext } from '../embedded/core/context.ts';
import { createEmbeddedAws, type EmbeddedAws, type EmbeddedAwsOptions } from '../embedded/index.ts';

/** Any client class of the SDK v3. */
export type ClientClass<Client> = new (config: never) => Client;

/** A running AWS and how to talk to it. */
export interface Backend extends AsyncDisposable {
  readonly endpoint: string;
  /** An SDK client configured for this AWS; `overrides` win. */
  client<Client>(Client: ClientClass<Client>, overrides?: Readonly<Record<string, unknown>>): Client;
}

/** An embedded AWS of the test's own, on a port of its own. */
export interface StartedEmbedded extends Backend {
  readonly aws: EmbeddedAws;
  readonly context: EmbeddedContext;
}

/**
 * Starts an embedded AWS with the services named (default: all).
 *
 * @example
 * await using aws = await startEmbedded({ services: ['dynamodb'] });
 * await aws.client(DynamoDBClient).send(new ListTablesCommand({}));
 */
export async function startEmbedded(options: EmbeddedAwsOptions = {}): Promise<StartedEmbedded> {
  const aws = await createEmbeddedAws(options);
  const endpoint = await aws.listen(0);
  const clients: { destroy?(): void }[] = [];
  return {
    endpoint,
    aws,
    context: aws.context,
    client(Client, overrides) {
      const client = createClient(Client, endpoint, overrides);
      followClock(client, aws.context.clock);
      clients.push(client as { destroy?(): void });
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy?.();
      await aws.stop();
    },
  };
}

/** A client of the SDK v3 for an AWS at `endpoint` that knows the key `test`. */
export function createClient<Client>(
  Client: ClientClass<Client>,
  endpoint: string,
  overrides: Readonly<Record<string, unknown>> = {},
): Client {
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
    ...overrides,
  };
  return new Client(config as never);
}

interface Steerable {
  readonly config: { systemClockOffset: number };
  readonly middlewareStack: {
    add(
      middleware: (next: (args: unknown) => unknown) => (args: unknown) => unknown,
      options: { step: string; name: string },
    ): void;
  };
}

/** Signs by the emulated clock, which may stand at another time than the machine's. */
function followClock(client: unknown, clock: Clock): void {
  const { config, middlewareStack } = client as Steerable;
  middlewareStack.add(
    (next) => (args) => {
      config.systemClockOffset = clock.now() - Date.now();
      return next(args);
    },
    { step: 'initialize', name: 'followClock' },
  );
}
