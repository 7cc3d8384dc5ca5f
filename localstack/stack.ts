import type { EmbeddedAws, EmbeddedAwsOptions } from './embedded/index.ts';
import type { Prepared, Provisioned } from './provision/provision.ts';
import { ROOT, synthesize } from './synthesis.ts';

export { type StackProcess, type StackProcessOptions, startStackProcess } from './stack-process.ts';
export { SynthesisError } from './synthesis.ts';

/** The keys that the local AWS gives its root user. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** The parts of starting a stack, as they are done. */
export type Step = 'synthesized' | 'aws' | 'provisioned';

export interface StackOptions extends EmbeddedAwsOptions {
  /** Where to listen; any free port unless told. */
  readonly port?: number;
  /** CDKTF's output folder; the checkout's `cdktf.out` unless told. */
  readonly directory?: string;
  /** Whether to build and synthesize first, if sources have changed; true unless told. */
  readonly synthesize?: boolean;
  /** Told as each part is done, with what to say of it. */
  readonly onStep?: (step: Step, detail: string) => void;
  readonly signal?: AbortSignal;
}

/** The product on a local AWS. Stop it to let go of everything. */
export interface Stack extends AsyncDisposable {
  /** e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: typeof LOCAL_CREDENTIALS;
  /** The definition's outputs by name: `api_url`, `user_pool_id` … */
  readonly outputs: Readonly<Record<string, string>>;
  readonly aws: EmbeddedAws;
  /** Applies the definition as it is now; says what changed. */
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
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { port = 0, directory = `${ROOT}/cdktf.out`, onStep = () => {}, signal, ...embedded } = options;
  const synthesized = options.synthesize === false ? undefined : synthesize(signal);
  // Noticed where it is awaited below; until then the other parts are under way.
  synthesized?.catch(() => {});
  const provisioning = import('./provision/provision.ts');
  const { createEmbeddedAws } = await import('./embedded/index.ts');
  const aws = await createEmbeddedAws(embedded);
  try {
    const endpoint = await aws.listen(port);
    onStep('aws', `AWS is up on ${endpoint}`);
    const { prepare, applyPrepared } = await provisioning;
    if (synthesized) onStep('synthesized', await synthesized);
    const { region } = aws.context;
    const apply = (prepared: Prepared) =>
      applyPrepared(prepared, { endpoint, region, credentials: LOCAL_CREDENTIALS });
    const first = await apply(await prepare(directory));
    onStep('provisioned', `${countOf(first)} in ${Object.keys(first.outputs).length} stacks`);
    signal?.throwIfAborted();
    return {
      endpoint,
      region,
      credentials: LOCAL_CREDENTIALS,
      outputs: stringsOf(first.values),
      aws,
      provision: async () => apply(await prepare(directory)),
      stop: () => aws.stop(),
      [Symbol.asyncDispose]: () => aws.stop(),
    };
  } catch (error) {
    await aws.stop();
    throw error;
  }
}

/** e.g. `109 resources created`. */
function countOf({ created, updated, unchanged }: Provisioned): string {
  const total = created + updated + unchanged;
  if (created === total) return `${total} resources created`;
  return `${created} resources created, ${updated} updated, ${unchanged} unchanged`;
}

function stringsOf(values: Provisioned['values']): Record<string, string> {
  const strings = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(strings);
}
