import type { Actor } from '../auth/actor.ts';
import { problem } from '../errors/problems.ts';
import { createCursors } from '../persistence/cursor.ts';
import { answeredBefore, type KeyedRequest, withAnswer } from '../persistence/idempotency.ts';
import { beside, type Standing } from './authorization.ts';
import type { Directory } from './directory.ts';
import { findManager } from './reporting-tree.ts';
import { changedUser, isActive, newUser, userView, withActive } from './user.ts';
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
  /** Keeps a person from everything that is not their own, and from signing in; or lets them again. Safe to repeat. */
  setActive(actor: Actor, id: string, active: boolean, keyed?: KeyedRequest): Promise<User>;
}

/** What the service is made of. */
export interface UserServiceDeps {
  readonly users: UserStore;
  readonly directory: Directory;
  readonly standing: Standing;
  /** Moves on what a change has left waiting with the wrong people; what it does not manage the reconciler does. */
  readonly handOver: (person: User, by: string) => Promise<void>;
  readonly now: () => Date;
}

const cursorsOf = createCursors('users', userPosition);
/** Of many at once who change the reporting tree one comes through at each attempt. */
const attempts = 30;

/** See {@link UserService}. */
export function createUserService(deps: UserServiceDeps): UserService {
  const { users, directory, standing, handOver, now } = deps;

  /** Writes what an admin wants of a person, looking at both anew at each attempt. */
  async function saveAsAdmin(
    actor: Actor,
    id: string,
    change: (user: User) => User,
    { managerId, keyed }: { managerId?: string | null | undefined; keyed?: KeyedRequest | undefined } = {},
  ): Promise<User> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const [admin, user] = await beside(standing.withRole(actor, 'admin'), users.load(id));
      if (!user) throw problem('user.not-found');
      if (answeredBefore(user, keyed, now())) return user;
      const changed = withAnswer(change(user), keyed, now());
      const assignment = managerId ? await findManager(users, id, managerId) : undefined;
      if (await users.saveWhile(changed, { admin, ...(assignment && { assignment }) })) return changed;
    }
    throw problem('user.busy');
  }

  /**
   * Brings the user pool to what the profile says: after the profile, which alone decides, and safe to repeat, so that an
   * admin whose request fails here sends it again. Whoever changed the profile meanwhile may have been here first.
   */
  async function tellDirectory(user: User, tell: (user: User) => Promise<void>): Promise<void> {
    let told = user;
    for (let attempt = 0; attempt < attempts; attempt++) {
      await tell(told);
      const current = await users.load(user.id);
      if (!current || current.version === told.version) return;
      told = current;
    }
    throw problem('user.busy');
  }

  return {
    async profile(actor) {
      const known = await users.load(actor.id);
      if (known) return known;
      const { id, username } = actor;
      // The pool's groups and not the token's: those may have been taken away since.
      const entry = await directory.find(username);
      if (!entry) throw problem('user.not-found');
      const user = newUser({ id, username, ...entry, at: now().toISOString() });
      return (await users.add(user)) ? user : ((await users.load(id)) ?? user);
    },
    async list(actor, limit, cursor) {
      const cursors = cursorsOf(actor.id);
      const after = cursor === undefined ? undefined : cursors.read(cursor);
      const [, page] = await beside(standing.withRole(actor, 'admin'), users.list(limit, after));
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
        change.roles && tellDirectory(changed, ({ username, roles }) => directory.setRoles(username, roles)),
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
        tellDirectory(changed, (user) => directory.setActive(user.username, isActive(user))),
        handOver(changed, actor.id),
      ]);
      return changed;
    },
  };
}
