import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, extname, join } from 'node:path';
import type { ClientConfig } from '../../local-aws/client-config.ts';
import { ProvisionError } from '../../provision/errors.ts';
import type { Provisioned } from '../../provision/provisioned.ts';
import type { ResourceRecord } from '../../provision/resource-record.ts';
import { type People, PeopleNotMadeError, type PeopleWanted } from '../people/people.ts';

/** What {@link startProvisioner} asks of its process. */
export type ProvisionerRequest =
  | { readonly kind: 'prepare'; readonly directory: string }
  | ({ readonly kind: 'apply' } & Wanted & ClientConfig);

/** What {@link Provisioner.apply} is to do. */
export interface Wanted {
  /** Whom to make, so that they can sign in; default: nobody. */
  readonly people?: PeopleWanted | undefined;
  /** Whether AWS was started a moment ago, with nothing in it. */
  readonly empty: boolean;
  /** What the last run left there, where that is known. */
  readonly before?: readonly ResourceRecord[] | undefined;
  /** Addresses of what is deleted and made anew. */
  readonly replace?: readonly string[] | undefined;
  /** Addresses of what is no longer in the definition and is deleted with the data that it holds. */
  readonly destroy?: readonly string[] | undefined;
}

/** What the process says: the stacks are there; all is done; or why not. */
export interface ProvisionerAnswer {
  readonly provisioned?: Provisioned;
  readonly done?: true;
  readonly people?: People<string> | undefined;
  readonly error?: {
    readonly message: string;
    /** Whether it is a PeopleNotMadeError. */
    readonly isOfPeople?: boolean;
    readonly provision?: Pick<ProvisionError, 'code' | 'reason' | 'place' | 'records'>;
  };
}

/** What provisions a local AWS. Its process loads the SDK's clients at once, while AWS starts. */
export interface Provisioner {
  /** Reads and checks the definition, while AWS starts. */
  prepare(directory: string): void;
  /**
   * Applies the definition and makes what else is wanted; then the process ends.
   * @param onProvisioned told when the stacks are there, before the people are
   * @throws ProvisionError naming the stack, the address and the argument, with the records of what is there by then;
   *   PeopleNotMadeError saying who is refused, and why
   */
  apply(
    target: ClientConfig,
    wanted: Wanted,
    onProvisioned: (provisioned: Provisioned) => void,
  ): Promise<{ readonly provisioned: Provisioned; readonly people: People<string> | undefined }>;
  /** Ends the process, whatever it does. */
  stop(): Promise<void>;
}

/** As a source beside this one, or in the same bundle. */
const PROCESS = join(dirname(import.meta.filename), `provisioner-process${extname(import.meta.filename)}`);

/** Starts the process that will provision a local AWS. */
export function startProvisioner(): Provisioner {
  const child = fork(PROCESS, { execArgv: [] });
  // It may end at any time, also before anything was asked of it.
  const ended = new Promise<never>((_done, fail) => {
    child.once('error', fail);
    child.once('exit', (status, signal) =>
      fail(
        new Error(`The process that provisions the local AWS ended early (${signal ?? `status ${status}`})`),
      ),
    );
  });
  ended.catch(() => {});
  // A request to a process that has ended is answered by `ended`.
  const send = (request: ProvisionerRequest) => child.send(request, () => {});
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  return {
    prepare: (directory) => send({ kind: 'prepare', directory }),
    async apply(target, wanted, onProvisioned) {
      send({ kind: 'apply', ...wanted, ...target });
      try {
        return await Promise.race([answerOf(child, onProvisioned), ended]);
      } finally {
        await stop();
      }
    },
    stop,
  };
}

function answerOf(
  child: ChildProcess,
  onProvisioned: (provisioned: Provisioned) => void,
): Promise<{ readonly provisioned: Provisioned; readonly people: People<string> | undefined }> {
  return new Promise((done, fail) => {
    let provisioned: Provisioned | undefined;
    child.on('message', (answer: ProvisionerAnswer) => {
      if (answer.error) fail(errorOf(answer.error));
      if (answer.provisioned) {
        provisioned = answer.provisioned;
        onProvisioned(provisioned);
      }
      if (answer.done && provisioned) done({ provisioned, people: answer.people });
    });
  });
}

function errorOf({ message, provision, isOfPeople }: NonNullable<ProvisionerAnswer['error']>): Error {
  if (isOfPeople) return new PeopleNotMadeError(message);
  return provision
    ? new ProvisionError(provision.code, provision.reason, provision.place, undefined, provision.records)
    : new Error(message);
}
