import { required, resourceNotFound } from '../errors.ts';
import type { ResourceServer } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** A resource server of a pool. Throws ResourceNotFoundException. */
export function resourceServerOf(
  store: CognitoStore,
  poolId: string | undefined,
  identifier: string | undefined,
): ResourceServer {
  const found = store.resourceServers(store.pool(poolId).id).get(required(identifier, 'identifier'));
  if (!found) throw resourceNotFound('Resource server does not exist.');
  return found;
}
