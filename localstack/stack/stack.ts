import type { EmbeddedAws, EmbeddedAwsOptions } from '../embedded/index.ts';
import { type ClientConfig, LOCAL_CREDENTIALS } from '../local-aws/client-config.ts';
import { type KeptRecords, keepingRecords, openKeptRecords } from '../local-aws/kept-records.ts';
import { localOutputs } from '../local-aws/local-outputs.ts';
import type { Provisioned } from '../provision/provisioned.ts';
import { describedRun } from '../provision/report.ts';
import type { People, PeopleWanted } from './people/people.ts';
import { type Provisioner, startProvisioner, type Wanted } from './provisioning/provisioner.ts';
import { ROOT, synthesize } from './sources/synthesis.ts';

export {
  type People,
  type PeopleWanted,
  type Person,
  type StackPerson,
  stackPeople,
} from './people/people.ts';
export { type Reloader, reloadOnChange } from './sources/reload.ts';
export { SynthesisError } from './sources/synthesis.ts';
export {
  type StackProcess,
  StackProcessError,
  type StackProcessOptions,
  type StackReport,
  startStackProcess,
} from './stack-process.ts';

/** The parts of starting a stack, as they are done. */
export type Step = 'synthesized' | 'aws' | 'provisioned' | 'people';

export interface StackOptions<Name extends string = never> extends EmbeddedAwsOptions {
  /** Where to listen; default: any free port. */
  readonly port?: number;
  /** CDKTF's output folder; default: the checkout's `cdktf.out`. */
  readonly directory?: string;
  /** Whether to build and synthesize first, if sources have changed; default: true. */
  readonly synthesize?: boolean;
  /** Whom to make, so that they can sign in; default: nobody. */
  readonly people?: PeopleWanted<Name>;
  /** Addresses of what is deleted and made anew, with all that it holds. */
  readonly replace?: readonly string[] | undefined;
  /** Addresses of what is no longer in the definition and is deleted with all that it holds. */
  readonly destroy?: readonly string[] | undefined;
  /** Told what is left that provisioning does not change: one sentence each. */
  readonly onLeft?: (sentence: string) => void;
  /** Told as each part is done, with what to say of it. */
  readonly onStep?: (step: Step, detail: string) => void;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
}

/** The product on a local AWS. Stop it to let go of everything. */
export interface Stack<Name extends string = never> extends AsyncDisposable {
  /** e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: ClientConfig['credentials'];
  /** The definition's outputs by name: `api_url`, `user_pool_id` … */
  readonly outputs: Readonly<Record<string, string>>;
  /** Who can sign in, by the names that they were asked for. */
  readonly people: People<Name>;
  readonly aws: EmbeddedAws;
  /** Applies the definition as it is now; says what changed, and takes away what is no longer in it. */
  provision(): Promise<Provisioned>;
  stop(): Promise<void>;
}

/**
 * Starts a local AWS in this process and puts the synthesized stacks into it. Whoever measures it should start it in
 * another process: {@link startStackProcess}.
 *
 * @example
 * await using stack = await startStack();
 * await fetch(`${stack.outputs.api_url}/health`);
 */
export async function startStack<Name extends string = never>(
  options: StackOptions<Name> = {},
): Promise<Stack<Name>> {
  const {
    port = 0,
    directory = `${ROOT}/cdktf.out`,
    people,
    signal,
    replace,
    destroy,
    ...embedded
  } = options;
  const onStep = options.onStep ?? (() => {});
  const provisioner = startProvisioner();
  const failing = new AbortController();
  const preparing = signal ? AbortSignal.any([signal, failing.signal]) : failing.signal;
  const prepared = prepareDefinition({ ...options, signal: preparing }, provisioner, directory);
  // Whoever interrupts waits for nothing that is only under way.
  signal?.addEventListener('abort', () => void provisioner.stop(), { once: true });
  // Noticed where it is awaited below; until then AWS starts.
  prepared.catch(() => {});
  let aws: EmbeddedAws | undefined;
  try {
    const { createEmbeddedAws } = await import('../embedded/index.ts');
    aws = await createEmbeddedAws(embedded);
    const endpoint = await aws.listen(port);
    onStep('aws', `AWS is up on ${endpoint}`);
    await prepared;
    signal?.throwIfAborted();
    const target: ClientConfig = { endpoint, region: aws.context.region, credentials: LOCAL_CREDENTIALS };
    const { dataDirectory } = embedded;
    const kept = await openKeptRecords(dataDirectory);
    const wanted = { people, empty: dataDirectory === undefined, replace, destroy };
    const first = await applyKept(provisioner, target, wanted, kept, (provisioned) => {
      onStep('provisioned', describedRun(provisioned));
      for (const sentence of [...provisioned.kept, ...provisioned.left]) options.onLeft?.(sentence);
    });
    if (first.people) onStep('people', `${Object.keys(first.people).length} users signed in`);
    signal?.throwIfAborted();
    return stackOf(aws, target, directory, kept, first);
  } catch (error) {
    // What is being built for a stack that will not be there has no reader.
    failing.abort();
    await Promise.all([provisioner.stop(), aws?.stop(), prepared.catch(() => {})]);
    throw error;
  }
}

async function prepareDefinition(
  options: StackOptions<string>,
  provisioner: Provisioner,
  directory: string,
): Promise<void> {
  if (options.synthesize !== false) {
    const summary = await synthesize(options.signal);
    options.onStep?.('synthesized', summary);
  }
  provisioner.prepare(directory);
}

function stackOf<Name extends string>(
  aws: EmbeddedAws,
  target: ClientConfig,
  directory: string,
  kept: KeptRecords,
  first: { readonly provisioned: Provisioned; readonly people?: People<string> | undefined },
): Stack<Name> {
  const stop = () => aws.stop();
  return {
    ...target,
    outputs: localOutputs(stringsOf(first.provisioned.values), target.endpoint),
    people: (first.people ?? {}) as People<Name>,
    aws,
    async provision() {
      const provisioner = startProvisioner();
      provisioner.prepare(directory);
      const { provisioned } = await applyKept(provisioner, target, { empty: false }, kept, () => {});
      return provisioned;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Applies the definition, and keeps the records of what is there then: also where people cannot be made. */
function applyKept(
  provisioner: Provisioner,
  target: ClientConfig,
  wanted: Omit<Wanted, 'before'>,
  kept: KeptRecords,
  onProvisioned: (provisioned: Provisioned) => void,
): ReturnType<Provisioner['apply']> {
  return keepingRecords(kept, (before, isThere) =>
    provisioner.apply(target, { ...wanted, before }, (provisioned) => {
      isThere(provisioned.records);
      onProvisioned(provisioned);
    }),
  );
}

function stringsOf(values: Provisioned['values']): Record<string, string> {
  const strings = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(strings);
}
