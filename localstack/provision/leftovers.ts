import type { Plan } from './plan.ts';
import type { ResourceType } from './resource.ts';
import type { ResourceRecord } from './resource-record.ts';
import { resourceTypes } from './resources/index.ts';

/** A resource that is no longer in the definition. */
export interface Leftover {
  readonly record: ResourceRecord;
  readonly type: ResourceType;
}

/** What is no longer in the definition. */
export interface Leftovers {
  /** What is to be taken away, what depends on others before those. */
  readonly surplus: readonly Leftover[];
  /** What stays, because data would be lost with it. */
  readonly kept: readonly Leftover[];
  /** What stays with those that contain it. */
  readonly contained: readonly ResourceRecord[];
}

export interface LeftoversOptions {
  readonly destroy: ReadonlySet<ResourceRecord>;
  /** Types that were left out of this run. */
  readonly without: readonly string[];
}

/**
 * What earlier runs made and this one has not found again, under whatever address. Stacks that the definition does
 * not have are left alone, as Terraform leaves them.
 * @param before the records of the last run
 * @param now the records of this one
 */
export async function leftoversOf(
  plan: Plan,
  before: readonly ResourceRecord[],
  now: readonly ResourceRecord[],
  { destroy, without }: LeftoversOptions,
): Promise<Leftovers> {
  const candidates = before.filter((record) => !isForeign(plan, record, without));
  const types = await resourceTypes(candidates);
  const identity = (record: ResourceRecord) =>
    `${record.type} ${typeOf(types, record).identityOf(record.arguments)}`;
  const found = new Set(now.filter(({ type }) => types.has(type)).map(identity));
  const gone = candidates.filter((record) => !found.has(identity(record)));
  const kept = gone.filter((record) => typeOf(types, record).holds !== undefined && !destroy.has(record));
  const rest = gone.filter((record) => !kept.includes(record));
  const contained = rest.filter((record) => isWithin(record, typeOf(types, record), kept));
  const surplus = rest.filter((record) => !contained.includes(record)).reverse();
  const leftover = (record: ResourceRecord) => ({ record, type: typeOf(types, record) });
  return { surplus: surplus.map(leftover), kept: kept.map(leftover), contained };
}

/** Whether a record is none of this run's business. */
export function isForeign(plan: Plan, record: ResourceRecord, without: readonly string[]): boolean {
  return without.includes(record.type) || !plan.stacks.some(({ name }) => name === record.stack);
}

function isWithin(
  record: ResourceRecord,
  { within }: ResourceType,
  kept: readonly ResourceRecord[],
): boolean {
  return within !== undefined && kept.some(({ id }) => id === record.arguments[within]);
}

function typeOf(types: ReadonlyMap<string, ResourceType>, { type }: ResourceRecord): ResourceType {
  return types.get(type) as ResourceType;
}
