import { problem } from '../errors/problems.ts';
import { isActive } from './user.ts';
import type { User } from './users.schema.ts';
import type { Assignment, UserStore } from './users.store.ts';

/**
 * Checks whether `managerId` may be the manager of `id`: active, with the role, and not below `id` in the reporting
 * tree. The tree's version is read before its managers, so that a change meanwhile makes the write fail. Throws
 * `user.manager-invalid` with the reason.
 */
export async function findManager(
  users: Pick<UserStore, 'load' | 'treeVersion'>,
  id: string,
  managerId: string,
): Promise<Assignment> {
  if (managerId === id) throw refusal('must not be the person themselves');
  const tree = await users.treeVersion();
  const manager = await users.load(managerId);
  if (!manager) throw refusal('must be the id of a person');
  if (!isActive(manager)) throw refusal('must be an active person');
  if (!manager.roles.includes('manager')) throw refusal('must be a person with the role manager');
  const seen = new Set([managerId]);
  for (let above: User | undefined = manager; above?.managerId !== undefined; ) {
    if (above.managerId === id) throw refusal('must not report to the person themselves');
    // Stops at a circle from the time before circles were refused.
    if (seen.has(above.managerId)) break;
    seen.add(above.managerId);
    above = await users.load(above.managerId);
  }
  return { manager, tree };
}

function refusal(message: string) {
  return problem('user.manager-invalid', { detail: message, errors: [{ pointer: '/managerId', message }] });
}
