import { Worker } from 'node:worker_threads';
import type { People } from './people.ts';
import { type Place, type ProvisionCode, ProvisionError } from './provision/errors.ts';
import type { Provisioned } from './provision/provision.ts';

/** The keys that the local AWS gives its root user. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** Where a local AWS is. */
export interface Target {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: typeof LOCAL_CREDENTIALS;
}

/** What {@link startSetup} asks of its thread. */
export type SetupRequest =
  | { readonly kind: 'prepare'; readonly directory: string }
  | ({ readonly kind: 'apply'; readonly people: boolean } & Target);

/** What the thread says: the stacks are there; all is done; or why not. */
export interface SetupAnswer {
  readonly provisioned?: Provisioned;
  readonly done?: true;
  readonly people?: People | undefined;
  readonly error?: {
    readonly message: string;
    readonly provision?: { readonly code: ProvisionCode; readonly reason: string; readonly place: Place };
  };
}

/** What fills a local AWS. Its thread loads the SDK's clients at once, while AWS starts. */
export interface Setup {
  /** Reads and checks the definition, while AWS starts. */
  prepare(directory: string): void;
  /**
   * Applies the definition and, if wanted, makes people who can sign in; then the thread ends.
   * @param onProvisioned told when the stacks are there, before the people are
   * @throws ProvisionError naming the stack, the address and the argument
   */
  apply(
    target: Target,
    people: boolean,
    onProvisioned: (provisioned: Provisioned) => void,
  ): Promise<{ readonly provisioned: Provisioned; readonly people: People | undefined }>;
  /** Ends the thread, whatever it does. */
  stop(): Promise<void>;
}

/** Starts the thread that will fill a local AWS. */
export function startSetup(): Setup {
  const worker = new Worker(new URL('./setup-thread.ts', import.meta.url), {
    execArgv: [],
    name: 'setup',
  });
  // Heard by whoever applies; before that nothing waits for it.
  worker.on('error', () => {});
  const send = (request: SetupRequest) => worker.postMessage(request);
  const stop = async () => {
    await worker.terminate();
  };
  return {
    prepare: (directory) => send({ kind: 'prepare', directory }),
    async apply(target, people, onProvisioned) {
      send({ kind: 'apply', people, ...target });
      try {
        return await answerOf(worker, onProvisioned);
      } finally {
        await stop();
      }
    },
    stop,
  };
}

function answerOf(
  worker: Worker,
  onProvisioned: (provisioned: Provisioned) => void,
): Promise<{ readonly provisioned: Provisioned; readonly people: People | undefined }> {
  return new Promise((done, fail) => {
    let provisioned: Provisioned | undefined;
    worker.once('error', fail);
    worker.once('exit', () => fail(new Error('The local AWS was stopped while it was being filled')));
    worker.on('message', (answer: SetupAnswer) => {
      if (answer.error) fail(revived(answer.error));
      if (answer.provisioned) {
        provisioned = answer.provisioned;
        onProvisioned(provisioned);
      }
      if (answer.done && provisioned) done({ provisioned, people: answer.people });
    });
  });
}

function revived({ message, provision }: NonNullable<SetupAnswer['error']>): Error {
  return provision
    ? new ProvisionError(provision.code, provision.reason, provision.place)
    : new Error(message);
}
