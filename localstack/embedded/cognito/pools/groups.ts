import { required, resourceNotFound } from '../errors.ts';
import type { Group } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** A group of a pool. Throws ResourceNotFoundException. */
export function groupOf(store: CognitoStore, poolId: string | undefined, name: string | undefined): Group {
  const found = store.groups(store.pool(poolId).id).get(required(name, 'groupName'));
  if (!found) throw resourceNotFound('Group not found.');
  return found;
}

/** A group as GetGroup shows it. */
export function describeGroup(poolId: string | undefined, { createdAt, updatedAt, ...group }: Group) {
  return {
    ...group,
    UserPoolId: poolId,
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(updatedAt),
  };
}
