import type { Actor, Role } from '../auth/actor.ts';
import { problem } from '../errors/problems.ts';
import { isActive } from './user.ts';
import type { User } from './users.schema.ts';
import type { UserStore } from './users.store.ts';

/** Where callers stand now: their own item decides, the token only says who they are. */
export interface Standing {
  /** The caller's profile. Throws `auth.not-active` when they were deactivated, or have none (yet, or any more). */
  active(actor: Actor): Promise<User>;
  /** The same, with that role. Throws `auth.role-required` too. */
  withRole(actor: Actor, role: Role): Promise<User>;
}

/** See {@link Standing}. */
export function createStanding({ users }: { users: Pick<UserStore, 'load'> }): Standing {
  const active: Standing['active'] = async ({ id }) => {
    const user = await users.load(id);
    if (!user) {
      throw problem('auth.not-active', {
        detail: 'The caller has no profile; GET /me makes that of a person whom the user pool knows',
      });
    }
    if (!isActive(user)) throw problem('auth.not-active', { detail: 'The caller was deactivated' });
    return user;
  };
  return {
    active,
    async withRole(actor, role) {
      const user = await active(actor);
      if (user.roles.includes(role)) return user;
      throw problem('auth.role-required', { detail: `This needs the role ${role}` });
    },
  };
}

/**
 * Waits for a right and for what was read beside it. Where the right is missing, that is what is thrown, whatever became
 * of the reading.
 */
export async function beside<Right, Read>(
  right: Promise<Right>,
  read: Promise<Read>,
): Promise<[Right, Read]> {
  // Noticed where it is awaited.
  read.catch(() => {});
  return [await right, await read];
}
