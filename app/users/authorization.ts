import type { Actor, Role } from '../auth/actor.ts';
import { problem } from '../errors/problems.ts';
import { isActive } from './user.ts';
import type { User } from './users.schema.ts';
import type { UserStore } from './users.store.ts';

/** What callers may do now: their profile decides, the token only says who they are. */
export interface Authorization {
  /** The caller's profile. Throws `auth.not-active` when they have none, or were deactivated. */
  requireActive(actor: Actor): Promise<User>;
  /** The profile of a caller with that role. Throws `auth.not-active` and `auth.role-required`. */
  requireRole(actor: Actor, role: Role): Promise<User>;
}

/** See {@link Authorization}. */
export function createAuthorization({ users }: { users: Pick<UserStore, 'load'> }): Authorization {
  const requireActive: Authorization['requireActive'] = async ({ id }) => {
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
    requireActive,
    async requireRole(actor, role) {
      const user = await requireActive(actor);
      if (user.roles.includes(role)) return user;
      throw problem('auth.role-required', { detail: `This needs the role ${role}` });
    },
  };
}

/**
 * The results of an authorization check and of a read that runs beside it. When the check fails, its error is thrown,
 * whatever became of the read.
 */
export async function authorizedRead<Profile, Read>(
  check: Promise<Profile>,
  read: Promise<Read>,
): Promise<[profile: Profile, read: Read]> {
  // Its failure is seen where it is awaited, and not before.
  read.catch(() => {});
  return [await check, await read];
}
