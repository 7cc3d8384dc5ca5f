import { TestRunner } from 'vitest';
import type { EmbeddedContext } from '../embedded/core/context.ts';
import type { EmbeddedAws, EmbeddedAwsOptions, ServiceName } from '../embedded/index.ts';
import { createdResources } from './created-resources.ts';
import { createClient, type StartedEmbedded, startEmbedded } from './embedded.ts';

/** The AWS that the conformance suite runs against, from the environment variable BACKEND. */
export type BackendName = 'embedded' | 'localstack' | 'ministack' | 'aws';

const NAMES: readonly string[] = ['embedded', 'localstack', 'ministack', 'aws'];

/** Which backend this run is for; default: embedded. */
export const backendName: BackendName = readBackendName();

/** The account and the region of the backend, for ARNs. */
export const ACCOUNT = process.env.BACKEND_ACCOUNT ?? '000000000000';
export const REGION = backendName === 'aws' ? (process.env.AWS_REGION ?? 'us-east-1') : 'us-east-1';

/**
 * The backend of this run: a fresh embedded AWS with the services named (and `options`), or the one that already runs at
 * BACKEND_ENDPOINT, or real AWS with the caller's own credentials. Elsewhere than on the embedded AWS, a test that
 * reaches for its inside (`context`, `aws`: above all its clock) is skipped at that moment; what time it is, every backend
 * knows. On AWS, where each service has an address of its own, `endpoint` is that of S3, which alone is asked without the
 * SDK. What is created on AWS itself is deleted in the end.
 */
export async function startBackend(
  services?: readonly ServiceName[],
  options: Omit<EmbeddedAwsOptions, 'services'> = {},
): Promise<StartedEmbedded> {
  if (backendName === 'embedded') return startEmbedded(services ? { ...options, services } : options);
  const endpoint = process.env.BACKEND_ENDPOINT;
  if (backendName !== 'aws' && endpoint === undefined) {
    throw new Error(`BACKEND=${backendName} needs BACKEND_ENDPOINT, e.g. http://127.0.0.1:4566.`);
  }
  const clients: { destroy?(): void }[] = [];
  const created = backendName === 'aws' ? createdResources() : undefined;
  return {
    endpoint: endpoint ?? process.env.AWS_ENDPOINT_URL ?? `https://s3.${REGION}.amazonaws.com`,
    aws: embeddedOnly<EmbeddedAws>('the inside of the embedded AWS'),
    context: embeddedOnly<EmbeddedContext>('the clock or the inside of the embedded AWS', {
      clock: embeddedOnly<object>('the clock of the embedded AWS', { now: Date.now }),
    }),
    client(Client, overrides) {
      const client =
        endpoint === undefined
          ? new Client({ ...overrides } as never)
          : createClient(Client, endpoint, overrides);
      clients.push(client as { destroy?(): void });
      created?.follow(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy?.();
      const left = (await created?.deleteAll()) ?? [];
      if (left.length > 0) throw new Error(`Not deleted on AWS: ${left.join('; ')}`);
    },
  };
}

/** Skips the running test, because only the embedded AWS has what it needs. */
export function skipElsewhere(what: string): void {
  if (backendName !== 'embedded') TestRunner.getCurrentTest()?.context.skip(`needs ${what}`);
}

/** Skips the running test on one backend, because it would end the run there; `why` is what that backend does. */
export function skipOn(backend: BackendName, why: string): void {
  if (backendName === backend) TestRunner.getCurrentTest()?.context.skip(`${backend} ${why}`);
}

/** Stands for a part of the embedded AWS where there is none: a test that uses more than is `everywhere` is skipped. */
function embeddedOnly<Part extends object>(what: string, everywhere: object = {}): Part {
  return new Proxy(everywhere as Part, {
    get(known, name) {
      if (Object.hasOwn(known, name)) return known[name as keyof Part];
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
