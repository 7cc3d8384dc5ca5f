import { TestRunner } from 'vitest';
import type { EmbeddedContext } from '../../localstack/embedded/core/context.ts';
import type { EmbeddedAws, ServiceName } from '../../localstack/embedded/index.ts';
import { createClient, type StartedEmbedded, startEmbedded } from './embedded.ts';

/** The AWS that the conformance suite runs against, from the environment variable BACKEND. */
export type BackendName = 'embedded' | 'localstack' | 'ministack' | 'aws';

const NAMES: readonly string[] = ['embedded', 'localstack', 'ministack', 'aws'];

/** Which backend this run is for; embedded unless told. */
export const backendName: BackendName = readBackendName();

/**
 * The backend of this run: a fresh embedded AWS with the services named, or the one that already runs at
 * BACKEND_ENDPOINT, or real AWS with the caller's own credentials. Elsewhere than on the embedded AWS, a test that
 * reaches for its inside (`context`, `aws`: above all its clock) is skipped at that moment.
 */
export async function startBackend(services?: readonly ServiceName[]): Promise<StartedEmbedded> {
  if (backendName === 'embedded') return startEmbedded(services ? { services } : {});
  const endpoint = process.env.BACKEND_ENDPOINT;
  if (backendName !== 'aws' && endpoint === undefined) {
    throw new Error(`BACKEND=${backendName} needs BACKEND_ENDPOINT, e.g. http://127.0.0.1:4566.`);
  }
  const clients: { destroy?(): void }[] = [];
  return {
    endpoint: endpoint ?? '',
    aws: embeddedOnly<EmbeddedAws>('the inside of the embedded AWS'),
    context: embeddedOnly<EmbeddedContext>('the clock or the inside of the embedded AWS'),
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

/** Skips the running test, because only the embedded AWS has what it needs. */
export function skipElsewhere(what: string): void {
  if (backendName !== 'embedded') TestRunner.getCurrentTest()?.context.skip(`needs ${what}`);
}

/** Stands for a part of the embedded AWS where there is none: a test that uses it is skipped. */
function embeddedOnly<Part extends object>(what: string): Part {
  return new Proxy({} as Part, {
    get() {
      skipElsewhere(what);
      return embeddedOnly<object>(what);
    },
  });
}

function readBackendName(): BackendName {
  const name = process.env.BACKEND ?? 'embedded';
  if (!NAMES.includes(name)) throw new Error(`BACKEND is "${name}"; it must be one of ${NAMES.join(', ')}.`);
  return name as BackendName;
}
