import { named, ProvisionError } from './errors.ts';
import { isForeign, type Leftover, leftoversOf } from './leftovers.ts';
import type { Plan, PlanNode } from './plan.ts';
import type { ResourceType, Tools } from './resource.ts';
import type { ResourceRecord } from './resource-record.ts';
import { passingOf, retry } from './retry.ts';
import type { SynthesizedStack } from './synthesized.ts';

/** Something that stayed until all who used it had another one. */
export interface Replaced {
  readonly node: PlanNode;
  readonly type: ResourceType;
  readonly remove: () => Promise<void>;
}

/** What became of what is no longer in the definition. */
export interface Removal {
  /** What was deleted. */
  readonly removed: readonly Leftover[];
  /** What stays, since it holds data. */
  readonly kept: readonly Leftover[];
  /** What a later run has to know. */
  readonly records: readonly ResourceRecord[];
}

export interface RemovalOptions {
  readonly plan: Plan;
  /** The records of the last run, and those of this one. */
  readonly before: readonly ResourceRecord[];
  readonly now: readonly ResourceRecord[];
  readonly replaced: readonly Replaced[];
  /** What is deleted though it holds data. */
  readonly destroy: ReadonlySet<ResourceRecord>;
  /** Types that were left out of this run. */
  readonly without: readonly string[];
  toolsOf(stack: SynthesizedStack): Tools;
}

/**
 * Deletes what was replaced and what is no longer in the definition, once nothing uses it any more.
 * @throws ProvisionError naming what AWS does not delete, with the records of what is left by then
 */
export async function removeObsolete(options: RemovalOptions): Promise<Removal> {
  const { plan, before, now, destroy, without } = options;
  for (const { node, type, remove } of options.replaced.toReversed()) {
    await placed({ stack: node.stack.name, address: node.address }, () => retry(remove, passingOf(type)));
  }
  const { surplus, kept, contained } = await leftoversOf(plan, before, now, { destroy, without });
  const foreign = before.filter((record) => isForeign(plan, record, without));
  const staying = [...foreign, ...kept.map(({ record }) => record), ...contained];
  const removed: Leftover[] = [];
  // One after the other: what depends on others goes before them.
  for (const [index, leftover] of surplus.entries()) {
    try {
      if (await remove(leftover, options)) removed.push(leftover);
    } catch (error) {
      const rest = surplus.slice(index).map(({ record }) => record);
      throw error instanceof ProvisionError
        ? error.leaving([...staying, ...rest.toReversed(), ...now])
        : error;
    }
  }
  return { removed, kept, records: [...staying, ...now] };
}

/** Says whether it was still there. */
function remove({ record, type }: Leftover, { plan, toolsOf }: RemovalOptions): Promise<boolean> {
  const stack = plan.stacks.find(({ name }) => name === record.stack) as SynthesizedStack;
  return placed({ stack: record.stack, address: record.address }, async () => {
    const remove = await type.existing(record.arguments, toolsOf(stack));
    if (remove) await retry(remove, passingOf(type));
    return remove !== undefined;
  });
}

async function placed<T>(
  place: { readonly stack: string; readonly address: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw named(error, place);
  }
}
