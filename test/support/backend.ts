import type { ServiceName } from '../../localstack/embedded/index.ts';
import { type Backend, createClient, startEmbedded } from './embedded.ts';

/** The AWS that the conformance suite runs against, from the environment variable BACKEND. */
export type BackendName = 'embedded' | 'localstack' | 'ministack' | 'aws';

const NAMES: readonly string[] = ['embedded', 'localstack', 'ministack', 'aws'];

/** Which backend this run is for; embedded unless told. */
export const backendName: BackendName = readBackendName();

/**
 * The backend of this run: a fresh embedded AWS with the services named, or the one that already runs at
 * BACKEND_ENDPOINT, or real AWS with the caller's own credentials.
 */
export async function startBackend(services?: readonly ServiceName[]): Promise<Backend> {
  if (backendName === 'embedded') return startEmbedded(services ? { services } : {});
  const endpoint = process.env.BACKEND_ENDPOINT;
  if (backendName !== 'aws' && endpoint === undefined) {
    throw new Error(`BACKEND=${backendName} needs BACKEND_ENDPOINT, e.g. http://127.0.0.1:4566.`);
  }
  const clients: { destroy?(): void }[] = [];
  return {
    endpoint: endpoint ?? '',
    client(Client, overrides) {
      const client =
        endpoint === undefined
          ? new Client({ ...overrides } as never)
          : createClient(Client, endpoint, overrides);
      clients.push(client as { destroy?(): void });
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy?.();
    },
  };
}

function readBackendName(): BackendName {
  const name = process.env.BACKEND ?? 'embedded';
  if (!NAMES.includes(name)) throw new Error(`BACKEND is "${name}"; it must be one of ${NAMES.join(', ')}.`);
  return name as BackendName;
}
