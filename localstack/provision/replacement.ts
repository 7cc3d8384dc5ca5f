import { ProvisionError } from './errors.ts';
import type { Plan, PlanNode } from './plan.ts';
import { type Addressed, matching, nameOf, type ResourceRecord } from './resource-record.ts';

/** A resource of a definition, named as records name it. */
interface Declared extends Addressed {
  readonly node: PlanNode;
}

/**
 * The keys of the resources that are to be deleted and made anew.
 * @throws ProvisionError for an address that the definition does not have, has in several stacks, or protects
 */
export function toReplace(plan: Plan, addresses: readonly string[] = []): Set<string> {
  const resources = declaredBy(plan);
  return new Set(
    addresses.map((address) => {
      const { node } = only(resources, address, '--replace', 'the definition has no such resource');
      if (!node.preventDestroy) return node.key;
      throw new ProvisionError('Protected', 'its lifecycle forbids to destroy it, and so to replace it', {
        stack: node.stack.name,
        address: node.address,
        argument: 'lifecycle.prevent_destroy',
      });
    }),
  );
}

/**
 * The records of what is to be deleted though it holds data.
 * @throws ProvisionError for an address that is still in the definition, or that no earlier run knows of
 */
export function toDestroy(
  plan: Plan,
  before: readonly ResourceRecord[],
  addresses: readonly string[] = [],
): Set<ResourceRecord> {
  const resources = declaredBy(plan);
  const gone = before.filter(
    (record) => !resources.some(({ stack, address }) => record.stack === stack && record.address === address),
  );
  return new Set(
    addresses.map((address) => {
      if (matching(gone, address).length === 0 && matching(resources, address).length > 0) {
        throw new ProvisionError(
          'UnknownAddress',
          `--destroy ${address}: it is in the definition; take it out first, or --replace it`,
        );
      }
      return only(gone, address, '--destroy', 'no earlier run is known to have made it');
    }),
  );
}

function declaredBy(plan: Plan): Declared[] {
  return [...plan.nodes.values()]
    .filter(({ kind }) => kind === 'resource')
    .map((node) => ({ stack: node.stack.name, address: node.address, node }));
}

function only<T extends Addressed>(all: readonly T[], address: string, flag: string, none: string): T {
  const found = matching(all, address);
  const [first] = found;
  if (first && found.length === 1) return first;
  const names = found.map((one) => nameOf(one, all)).join(', ');
  const reason = first ? `several stacks have it, so say which: ${names}` : none;
  throw new ProvisionError('UnknownAddress', `${flag} ${address}: ${reason}`);
}
