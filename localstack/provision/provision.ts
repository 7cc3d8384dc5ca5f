import { type ApplyOptions, apply, type Outcome, type Result } from './apply.ts';
import { createAws } from './aws.ts';
import type { Value } from './expressions/syntax.ts';
import { type Plan, plan } from './plan.ts';
import { checkProvider, regionOf } from './provider.ts';
import type { Provisioned } from './provisioned.ts';
import { changesOf, keptIn, leftIn } from './report.ts';
import type { ResourceRecord } from './resource-record.ts';
import { readSynthesized, type SynthesizedStack } from './synthesized.ts';

/** How {@link provision} goes about it. */
export interface ProvisionOptions {
  /** One endpoint for all services; without it the SDK's standard `AWS_ENDPOINT_URL…` variables say where. */
  readonly endpoint?: string | undefined;
  /** Default: at an endpoint, the keys that every emulator takes, unless the environment has others; else the SDK's. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Default: the definition's own region. */
  readonly region?: string | undefined;
  /** Whether nothing was ever provisioned there, so that nothing need be looked for; default: false. */
  readonly empty?: boolean | undefined;
  /** What the last run left there, where that is known: {@link Provisioned.records}. Without it nothing is taken away. */
  readonly before?: readonly ResourceRecord[] | undefined;
  /** Addresses of what is deleted and made anew; what it holds is lost. */
  readonly replace?: readonly string[] | undefined;
  /** Addresses of what is no longer in the definition and is deleted with the data that it holds. */
  readonly destroy?: readonly string[] | undefined;
  /** Types that the endpoint does not offer: their resources are left out, and the log says so. */
  readonly without?: readonly string[] | undefined;
  /** Called with a line for each stack as it is complete. */
  readonly log?: ((line: string) => void) | undefined;
  /** Called with the outputs of each stack as it is complete: what needs no more than those need not wait for the others. */
  readonly onOutputs?: ((outputs: Readonly<Record<string, Value>>) => void) | undefined;
}

/** A definition that was read and understood, and can be applied without further reading. */
export interface Prepared {
  readonly stacks: readonly SynthesizedStack[];
  readonly plan: Plan;
  /** The types that were left out. */
  readonly without: readonly string[];
}

/**
 * Reads and checks a definition without touching AWS; separate so that it can be done while AWS starts.
 * @throws ProvisionError for whatever is not understood
 */
export async function prepare(directory: string, without: readonly string[] = []): Promise<Prepared> {
  const stacks = (await readSynthesized(directory)).map((stack) => reduced(stack, without));
  stacks.forEach(checkProvider);
  return { stacks, plan: await plan(stacks), without };
}

/**
 * Creates what the synthesized stacks describe, and updates what differs; a second run changes nothing. What AWS does
 * not change in place stays as it is, and {@link Provisioned.left} says so. What was taken out of the definition since
 * the run whose records are given is taken away, unless it holds data.
 *
 * @param directory CDKTF's output folder, or a folder of files `*.tf.json`
 * @example
 * const { values } = await provision('cdktf.out', { endpoint: 'http://127.0.0.1:4566' });
 * @throws ProvisionError naming the stack, the address and the argument
 */
export async function provision(directory: string, options: ProvisionOptions = {}): Promise<Provisioned> {
  for (const type of options.without ?? [])
    options.log?.(`left out: ${type}, which this endpoint does not offer`);
  return applyPrepared(await prepare(directory, options.without), options);
}

function reduced(stack: SynthesizedStack, without: readonly string[]): SynthesizedStack {
  const resources = Object.entries(stack.resources).filter(([type]) => !without.includes(type));
  return { ...stack, resources: Object.fromEntries(resources) };
}

/** Applies a definition that {@link prepare} has read. */
export async function applyPrepared(
  { stacks, plan, without }: Prepared,
  options: ProvisionOptions,
): Promise<Provisioned> {
  const {
    endpoint,
    credentials = credentialsFor(endpoint),
    region,
    log = () => {},
    onOutputs,
    empty,
    before,
    replace,
    destroy,
  } = options;
  const where = region ?? stacks.map(regionOf).find((found) => found !== undefined) ?? 'us-east-1';
  const aws = createAws({ endpoint, credentials, region: where });
  try {
    const onStack: ApplyOptions['onStack'] = (stack, outcomes, outputs) => {
      log(`${stack.name}: ${described(outcomes)}`);
      onOutputs?.(outputs);
    };
    const wanted = { empty, before, replace, destroy, without };
    return summarized(await apply(plan, { aws, region: where, onStack, ...wanted }));
  } finally {
    aws.close();
  }
}

function credentialsFor(endpoint: string | undefined): ProvisionOptions['credentials'] {
  if (endpoint === undefined || process.env.AWS_ACCESS_KEY_ID) return undefined;
  return { accessKeyId: 'test', secretAccessKey: 'test' };
}

function summarized(result: Result): Provisioned {
  const { outcomes, removed, records } = result;
  const count = (change: Outcome['change']) => outcomes.filter((outcome) => outcome.change === change).length;
  const outputs = publicOutputs(result.outputs);
  return {
    outputs,
    values: Object.assign({}, ...Object.values(outputs)),
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    replaced: count('replaced'),
    removed: removed.length,
    changes: changesOf(result),
    left: leftIn(result),
    kept: keptIn(result),
    records,
  };
}

/** CDKTF hands values from stack to stack as outputs of its own; they are nobody else's business. */
function publicOutputs(outputs: Provisioned['outputs']): Provisioned['outputs'] {
  return Object.fromEntries(
    Object.entries(outputs).map(([stack, values]) => [
      stack,
      Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('cross-stack-output-'))),
    ]),
  );
}

function described(outcomes: readonly Outcome[]): string {
  const counts = (['created', 'updated', 'replaced', 'unchanged'] as const)
    .map((change) => [outcomes.filter((outcome) => outcome.change === change).length, change] as const)
    .filter(([count]) => count > 0);
  return counts.length === 0
    ? 'nothing to do'
    : counts.map(([count, change]) => `${count} ${change}`).join(', ');
}
