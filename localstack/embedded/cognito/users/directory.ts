import type { Collection } from '../../storage/storage.ts';
import { userNotFound } from '../errors.ts';
import type { User, UserPool } from '../model.ts';

/** The attributes by which Cognito can know a user besides the username. */
const ALIASES = ['email', 'phone_number', 'preferred_username'] as const;
type Alias = (typeof ALIASES)[number];

/** The users of one pool, found by username, `sub` or alias. */
export interface UserDirectory {
  /** By username, `sub`, or an attribute that the pool lets users sign in with. */
  find(name: string | undefined): User | undefined;
  /** As `find`. Throws UserNotFoundException. */
  require(name: string | undefined): User;
  /** The alias among `attributes` that another user than `except` already signs in with. */
  takenAlias(attributes: Readonly<Record<string, string>>, except?: string): Alias | undefined;
  put(user: User): void;
  /** Replaces some members of a user as it is now, so that a change made during an await is not lost. */
  change(username: string, change: (user: User) => Partial<User>): User;
  delete(username: string): void;
  values(): IterableIterator<User>;
  readonly size: number;
}

/**
 * Keeps `collection` with an index of aliases; the index is derived, so it is rebuilt after a restart.
 *
 * @param changed called with each user that is created or changed
 */
export function createUserDirectory(
  collection: Collection<User>,
  pool: UserPool,
  changed: (user: User) => void,
): UserDirectory {
  const caseSensitive = pool.settings.UsernameConfiguration?.CaseSensitive !== false;
  const fold = (name: string) => (caseSensitive ? name : name.toLowerCase());
  const index = new Map<string, string>();
  for (const user of collection.values()) addAliases(user);

  function aliasesOf(user: User): string[] {
    const sub = user.attributes.sub;
    // Whoever signs in elsewhere has no name to sign in with here: the same address may be another user's.
    const aliases = user.status === 'EXTERNAL_PROVIDER' ? [] : ALIASES;
    const names = aliases
      .filter((alias) => isSignInName(pool, alias, user.attributes))
      .map((alias) => aliasKey(alias, user.attributes[alias] ?? ''));
    return sub === undefined ? names : [`sub:${sub}`, ...names];
  }

  function aliasKey(alias: string, value: string): string {
    return `${alias}:${fold(value)}`;
  }

  function addAliases(user: User): void {
    for (const alias of aliasesOf(user)) index.set(alias, fold(user.username));
  }

  function removeAliases(user: User): void {
    for (const alias of aliasesOf(user)) if (index.get(alias) === fold(user.username)) index.delete(alias);
  }

  function find(name: string | undefined): User | undefined {
    if (name === undefined) return undefined;
    const direct = collection.get(fold(name));
    if (direct) return direct;
    for (const kind of ['sub', ...ALIASES]) {
      const key = index.get(kind === 'sub' ? `sub:${name}` : aliasKey(kind, name));
      if (key !== undefined) return collection.get(key);
    }
    return undefined;
  }

  function put(user: User): void {
    const before = collection.get(fold(user.username));
    if (before && before.attributes !== user.attributes) removeAliases(before);
    collection.set(fold(user.username), user);
    if (before?.attributes !== user.attributes) addAliases(user);
    changed(user);
  }

  return {
    find,
    require(name) {
      const user = find(name);
      if (!user) throw userNotFound();
      return user;
    },
    takenAlias(attributes, except) {
      return ALIASES.find((alias) => {
        if (!isSignInName(pool, alias, attributes)) return false;
        const owner = index.get(aliasKey(alias, attributes[alias] ?? ''));
        return owner !== undefined && (except === undefined || owner !== fold(except));
      });
    },
    put,
    change(username, change) {
      const now = collection.get(fold(username));
      if (!now) throw userNotFound();
      const user = { ...now, ...change(now) };
      put(user);
      return user;
    },
    delete(username) {
      const user = collection.get(fold(username));
      if (!user) return;
      removeAliases(user);
      collection.delete(fold(username));
    },
    values: () => collection.values(),
    get size() {
      return collection.size;
    },
  };
}

/** Username attributes are sign-in names at once; aliases of email and phone only once verified. */
function isSignInName(pool: UserPool, alias: Alias, attributes: Readonly<Record<string, string>>): boolean {
  if (attributes[alias] === undefined) return false;
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.settings;
  if (alias !== 'preferred_username' && UsernameAttributes.includes(alias)) return true;
  if (!AliasAttributes.includes(alias)) return false;
  return alias === 'preferred_username' || attributes[`${alias}_verified`] === 'true';
}
