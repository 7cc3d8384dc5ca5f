import type { Actor } from '../auth/actor.ts';
import { createCursors } from '../http/cursor.ts';
import { problem } from '../http/problems.ts';
import type { Directory } from './directory.ts';
import { newUser, userView, withEmployee } from './user.ts';
import { userPosition } from './user-position.ts';
import type { User, UserChange, UserPage } from './users.schema.ts';
import type { UserStore } from './users.store.ts';

/** Profiles, and what admins do with them. */
export interface UserService {
  /** The caller's own profile; made from the user pool when the person has none yet. */
  profile(actor: Actor): Promise<User>;
  /** Everyone, by email. */
  list(actor: Actor, limit: number, cursor?: string): Promise<UserPage>;
  /** Sets roles and manager, in the table and in the user pool. */
  change(actor: Actor, id: string, change: UserChange): Promise<User>;
}

const cursorsOf = createCursors('users', userPosition);
/** How far up the chain of managers a loop is looked for. */
const maxManagers = 20;
const attempts = 5;

/** See {@link UserService}. */
export function createUserService(deps: {
  users: UserStore;
  directory: Directory;
  now: () => Date;
}): UserService {
  const { users, directory, now } = deps;

  async function checkManager(id: string, managerId: string): Promise<void> {
    const refuse = (message: string) =>
      problem('user.manager-invalid', { detail: message, errors: [{ pointer: '/managerId', message }] });
    if (managerId === id) throw refuse('must not be the person themselves');
    let above: User | undefined = await users.load(managerId);
    if (!above) throw refuse('must be the id of a person');
    for (let level = 0; above?.managerId !== undefined && level < maxManagers; level++) {
      if (above.managerId === id) throw refuse('must not report to the person themselves');
      above = await users.load(above.managerId);
    }
  }

  return {
    async profile(actor) {
      const known = await users.load(actor.id);
      if (known) return known;
      const entry = await directory.find(actor.username);
      if (!entry) throw problem('user.not-found');
      const { id, username, roles } = actor;
      const user = newUser({ id, username, roles, ...entry, at: now().toISOString() });
      return (await users.add(user)) ? user : ((await users.load(id)) ?? user);
    },
    async list(actor, limit, cursor) {
      const cursors = cursorsOf(actor.id);
      const page = await users.list(limit, cursor === undefined ? undefined : cursors.read(cursor));
      return {
        users: page.entries.map(userView),
        ...(page.next === undefined ? {} : { next: cursors.write(page.next) }),
      };
    },
    async change(actor, id, change) {
      if (actor.id === id && change.roles && !change.roles.includes('admin'))
        throw problem('user.own-admin-role');
      for (let attempt = 0; attempt < attempts; attempt++) {
        const user = await users.load(id);
        if (!user) throw problem('user.not-found');
        if (typeof change.managerId === 'string') await checkManager(id, change.managerId);
        const changed = applied(user, change, now().toISOString());
        if (!(await users.save(changed))) continue;
        // After the item, and safe to repeat: an admin whose request fails here sends it again.
        if (change.roles) await directory.setRoles(changed.username, changed.roles);
        return changed;
      }
      throw problem('user.busy');
    },
  };
}

function applied(user: User, change: UserChange, at: string): User {
  const { managerId: before, ...rest } = user;
  const managerId = change.managerId === undefined ? before : (change.managerId ?? undefined);
  return {
    ...rest,
    roles: change.roles ? withEmployee(change.roles) : user.roles,
    ...(managerId === undefined ? {} : { managerId }),
    version: user.version + 1,
    updatedAt: at,
  };
}
