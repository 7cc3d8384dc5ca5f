import type { Item, Table } from '../config/dynamodb.ts';
import { userKey } from '../config/keys.ts';
import { table } from '../config/table.ts';
import type { Page } from '../expenses/expenses.store.ts';
import type { UserPosition } from './user-position.ts';
import type { User } from './users.schema.ts';

/** Where people are kept. */
export interface UserStore {
  load(id: string): Promise<User | undefined>;
  /** Adds a person; false when they are there already. */
  add(user: User): Promise<boolean>;
  /** Writes `user` when the kept version is the one before; false when someone else was faster. */
  save(user: User): Promise<boolean>;
  /** Everyone, by email. */
  list(limit: number, after?: UserPosition): Promise<Page<User, UserPosition>>;
  /** The person with that email, in lower case. */
  findByEmail(email: string): Promise<User | undefined>;
}

const directory = 'USERS';

/** The people in `users`, the table. */
export function createUserStore(users: Table): UserStore {
  const index = table.indexes.users;
  return {
    async load(id) {
      const item = await users.get(userKey(id));
      return item && fromItem(item);
    },
    add: (user) => users.putIf(toItem(user), `attribute_not_exists(${table.partitionKey})`),
    save: (user) => users.putIf(toItem(user), 'version = :before', { ':before': user.version - 1 }),
    async list(limit, after) {
      const { items, last } = await users.query(index, {
        partition: directory,
        limit,
        after: after && { ...userKey(after.id), directory, email: after.email },
      });
      return { entries: items.map(fromItem), ...(last ? { next: positionOf(last) } : {}) };
    },
    async findByEmail(email) {
      const wanted = email.toLowerCase();
      const { items } = await users.query(index, {
        partition: directory,
        limit: 1,
        upTo: wanted,
        newestFirst: true,
      });
      const user = items[0] && fromItem(items[0]);
      return user?.email === wanted ? user : undefined;
    },
  };
}

function toItem(user: User): Item {
  return { ...userKey(user.id), ...user, directory };
}

function fromItem(item: Item): User {
  const { pk, sk, directory: partition, ...user } = item;
  return user as User;
}

/** The position that a key of the index names. */
function positionOf(key: Item): UserPosition {
  return { email: String(key.email), id: String(key[table.partitionKey]).slice('USER#'.length) };
}
