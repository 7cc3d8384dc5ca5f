import type { Actor } from '../auth/actor.ts';
import { problem } from '../errors/problems.ts';
import { changeOnce } from '../persistence/change-once.ts';
import { createCursors } from '../persistence/cursor.ts';
import type { KeyedRequest } from '../persistence/idempotency.ts';
import { retryOptimistically } from '../persistence/optimistic-retry.ts';
import { type Authorization, authorizedRead } from './authorization.ts';
import type { Directory } from './directory.ts';
import { findManager } from './reporting-tree.ts';
import { changedUser, isActive, newUser, userView, withActive } from './user.ts';
import { userPosition } from './user-position.ts';
import type { User, UserChange, UserPage } from './users.schema.ts';
import type { UserStore } from './users.store.ts';

/** Profiles, and their changes by admins. */
export interface UserService {
  /** The caller's own profile; created from the user pool when they have none yet. */
  profile(actor: Actor): Promise<User>;
  /** Everyone, by email. */
  list(actor: Actor, limit: number, cursor?: string): Promise<UserPage>;
  /** Sets roles and manager, in the table and in the user pool. */
  change(actor: Actor, id: string, change: UserChange): Promise<User>;
  /**
   * Deactivates a person, who can no longer sign in or act on what is not their own, or activates them. Safe to repeat.
   */
  setActive(actor: Actor, id: string, active: boolean, keyed?: KeyedRequest): Promise<User>;
}

/** What the service is made of. */
export interface UserServiceDeps {
  readonly users: UserStore;
  readonly directory: Directory;
  readonly authorization: Authorization;
  /**
   * Reassigns the expenses that a change has left waiting for the wrong people; the reconciler does those that are
   * left.
   */
  readonly handOver: (person: User, by: string) => Promise<void>;
  readonly now: () => Date;
}

const cursorsOf = createCursors('users', userPosition);
/** When many change the reporting tree at once, each attempt lets one of them through. */
const attempts = 30;

/** See {@link UserService}. */
export function createUserService(deps: UserServiceDeps): UserService {
  const { users, directory, authorization, handOver, now } = deps;

  /** Changes a person in the name of an admin, reading both again at each attempt. */
  async function saveAsAdmin(
    actor: Actor,
    id: string,
    change: (user: User) => User,
    { managerId, keyed }: { managerId?: string | null | undefined; keyed?: KeyedRequest | undefined } = {},
  ): Promise<User> {
    let admin!: User;
    const { entity } = await changeOnce<User>(
      async () => {
        const [profile, user] = await authorizedRead(
          authorization.requireRole(actor, 'admin'),
          users.load(id),
        );
        if (!user) throw problem('user.not-found');
        admin = profile;
        return user;
      },
      async (changed) => {
        const assignment = managerId ? await findManager(users, id, managerId) : undefined;
        return users.saveIfUnchanged(changed, { admin, ...(assignment && { assignment }) });
      },
      change,
      { keyed, attempts, busy: 'user.busy', now },
    );
    return entity;
  }

  /**
   * Brings the user pool to what the profile says. After the profile, which alone decides, and safe to repeat, so that
   * an admin whose request fails here sends it again. When the profile changed meanwhile, `write` runs again with the
   * new one.
   */
  async function syncDirectory(user: User, write: (user: User) => Promise<void>): Promise<void> {
    let written = user;
    await retryOptimistically(
      async () => {
        await write(written);
        const current = await users.load(user.id);
        if (!current || current.version === written.version) return true;
        written = current;
        return undefined;
      },
      { attempts, onExhausted: throwBusy },
    );
  }

  return {
    async profile(actor) {
      const known = await users.load(actor.id);
      if (known) return known;
      const { id, username } = actor;
      // The pool's groups, because those of the token may be out of date.
      const entry = await directory.find(username);
      if (!entry) throw problem('user.not-found');
      const user = newUser({ id, username, ...entry, at: now().toISOString() });
      return (await users.add(user)) ? user : ((await users.load(id)) ?? user);
    },
    async list(actor, limit, cursor) {
      const cursors = cursorsOf(actor.id);
      const after = cursor === undefined ? undefined : cursors.read(cursor);
      const [, page] = await authorizedRead(
        authorization.requireRole(actor, 'admin'),
        users.list(limit, after),
      );
      return {
        users: page.entries.map(userView),
        ...(page.next === undefined ? {} : { next: cursors.write(page.next) }),
      };
    },
    async change(actor, id, change) {
      const wanted = (user: User) => {
        if (actor.id === id && change.roles && !change.roles.includes('admin')) {
          throw problem('user.own-admin-role');
        }
        return changedUser(user, change, now().toISOString());
      };
      const changed = await saveAsAdmin(actor, id, wanted, { managerId: change.managerId });
      await Promise.all([
        change.roles && syncDirectory(changed, ({ username, roles }) => directory.setRoles(username, roles)),
        handOver(changed, actor.id),
      ]);
      return changed;
    },
    async setActive(actor, id, active, keyed) {
      const wanted = (user: User) => {
        if (actor.id === id && !active) throw problem('user.own-deactivation');
        return withActive(user, active, now().toISOString());
      };
      const changed = await saveAsAdmin(actor, id, wanted, { keyed });
      await Promise.all([
        syncDirectory(changed, (user) => directory.setActive(user.username, isActive(user))),
        handOver(changed, actor.id),
      ]);
      return changed;
    },
  };
}

function throwBusy(): never {
  throw problem('user.busy');
}
