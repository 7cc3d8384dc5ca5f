import { resolve } from 'node:path';
import { type ApplyOptions, apply, type Outcome } from './apply.ts';
import { createAws } from './aws.ts';
import type { Value } from './expressions/syntax.ts';
import { type Plan, plan } from './plan.ts';
import { checkProvider, regionOf } from './provider.ts';
import { readSynthesized, type SynthesizedStack } from './synthesized.ts';

export interface ProvisionOptions {
  /** CDKTF's output folder; `cdktf.out` unless told. */
  readonly directory?: string;
  /** One endpoint for all services; without it the SDK's standard `AWS_ENDPOINT_URL…` variables say where. */
  readonly endpoint?: string | undefined;
  /** Without them the SDK finds its own. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** The definition's own region unless told. */
  readonly region?: string | undefined;
  /** Whether nothing was ever provisioned there, so that nothing need be looked for; false unless told. */
  readonly empty?: boolean | undefined;
  /** Types that the endpoint does not offer: their resources are left out, and the log says so. */
  readonly without?: readonly string[] | undefined;
  /** Told of each stack as it is complete. */
  readonly log?: ((line: string) => void) | undefined;
  /** Told the outputs of each stack as it is complete: what needs no more than those need not wait for the others. */
  readonly onOutputs?: ((outputs: Readonly<Record<string, Value>>) => void) | undefined;
}

export interface Provisioned {
  /** The definition's outputs by stack, without those by which CDKTF connects stacks. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** The same outputs by name alone. */
  readonly values: Readonly<Record<string, Value>>;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** What is not as it was before: `STACK ADDRESS`. */
  readonly changes: readonly { readonly address: string; readonly change: 'created' | 'updated' }[];
}

/** A definition that was read and understood, and can be applied without further reading. */
export interface Prepared {
  readonly stacks: readonly SynthesizedStack[];
  readonly plan: Plan;
}

/**
 * Reads and checks a definition without touching AWS; separate so that it can be done while AWS starts.
 * @throws ProvisionError for whatever is not understood
 */
export async function prepare(directory = 'cdktf.out', without: readonly string[] = []): Promise<Prepared> {
  const stacks = (await readSynthesized(resolve(directory))).map((stack) => reduced(stack, without));
  stacks.forEach(checkProvider);
  return { stacks, plan: await plan(stacks) };
}

/**
 * Creates what the synthesized stacks describe, and updates what differs; a second run changes nothing. What was
 * taken out of the definition since stays where it is: without Terraform's state nobody knows whose it was.
 *
 * @example
 * const { values } = await provision({ endpoint: 'http://127.0.0.1:4566', credentials });
 * @throws ProvisionError naming the stack, the address and the argument
 */
export async function provision(options: ProvisionOptions = {}): Promise<Provisioned> {
  for (const type of options.without ?? [])
    options.log?.(`left out: ${type}, which this endpoint does not offer`);
  return applyPrepared(await prepare(options.directory, options.without), options);
}

function reduced(stack: SynthesizedStack, without: readonly string[]): SynthesizedStack {
  const resources = Object.entries(stack.resources).filter(([type]) => !without.includes(type));
  return { ...stack, resources: Object.fromEntries(resources) };
}

/** Applies a definition that {@link prepare} has read. */
export async function applyPrepared(
  { stacks, plan }: Prepared,
  { endpoint, credentials, region, empty, log = () => {}, onOutputs }: Omit<ProvisionOptions, 'directory'>,
): Promise<Provisioned> {
  const where = region ?? stacks.map(regionOf).find((found) => found !== undefined) ?? 'us-east-1';
  const aws = createAws({ endpoint, credentials, region: where });
  try {
    const onStack: ApplyOptions['onStack'] = (stack, outcomes, outputs) => {
      log(`${stack.name}: ${described(outcomes)}`);
      onOutputs?.(outputs);
    };
    const { outcomes, outputs } = await apply(plan, { aws, region: where, empty, onStack });
    return summarized(outcomes, publicOutputs(outputs));
  } finally {
    aws.close();
  }
}

function summarized(outcomes: readonly Outcome[], outputs: Provisioned['outputs']): Provisioned {
  const count = (change: Outcome['change']) => outcomes.filter((outcome) => outcome.change === change).length;
  return {
    outputs,
    values: Object.assign({}, ...Object.values(outputs)),
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    changes: outcomes.flatMap(({ node, change }) =>
      change === 'unchanged' ? [] : [{ address: `${node.stack.name} ${node.address}`, change }],
    ),
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
  const counts = (['created', 'updated', 'unchanged'] as const)
    .map((change) => [outcomes.filter((outcome) => outcome.change === change).length, change] as const)
    .filter(([count]) => count > 0);
  return counts.length === 0
    ? 'nothing to do'
    : counts.map(([count, change]) => `${count} ${change}`).join(', ');
}
