import { type Static, Type } from 'typebox';
import type { Item, Table } from '../config/dynamodb.ts';
import { handOverPartition, userKey } from '../config/keys.ts';
import { table } from '../config/table.ts';
import { writeTogether } from '../config/transaction.ts';
import type { Page } from '../expenses/expenses.store.ts';
import { Id } from '../http/schemas.ts';
import type { User } from './users.schema.ts';

/** A place in the list of everyone: email and id of the last one shown. An email is far below DynamoDB's 1024 bytes. */
export const userPosition = {
  email: Type.String({ maxLength: 254, pattern: '^[^\\s\\p{C}@]+@[^\\s\\p{C}@]+$' }),
  id: Id,
};
export interface UserPosition {
  readonly email: Static<typeof userPosition.email>;
  readonly id: Static<typeof Id>;
}

/** Where people are kept. */
export interface UserStore {
  load(id: string): Promise<User | undefined>;
  /** Adds a person; false when they are there already. */
  add(user: User): Promise<boolean>;
  /** Writes `user` when the kept version is the one before; false when someone else was faster. */
  save(user: User): Promise<boolean>;
  /**
   * The same in the name of `admin`, in one transaction: only while the profile of the admin is still that version, so that
   * of two who take each other's role at once one does.
   */
  saveAs(admin: User, user: User): Promise<boolean>;
  /** Everyone, by email. */
  list(limit: number, after?: UserPosition): Promise<Page<User, UserPosition>>;
  /** Ids of people with something to hand over, the longest due first, at most `limit`. */
  dueForHandOver(now: string, limit: number): Promise<string[]>;
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
    saveAs: (admin, user) =>
      writeTogether(users, [
        { put: toItem(user), condition: 'version = :before', values: { ':before': user.version - 1 } },
        // One's own profile is held by the first part; a transaction names each item once.
        ...(admin.id === user.id
          ? []
          : [
              {
                check: userKey(admin.id),
                condition: 'version = :looked',
                values: { ':looked': admin.version },
              },
            ]),
      ]),
    async list(limit, after) {
      const { items, last } = await users.query(index, {
        partition: directory,
        limit,
        after: after && { ...userKey(after.id), directory, email: after.email },
      });
      return { entries: items.map(fromItem), ...(last ? { next: positionOf(last) } : {}) };
    },
    async dueForHandOver(now, limit) {
      const due = { partition: handOverPartition, upTo: now, limit };
      const { items } = await users.query(table.indexes.workflow, due);
      return items.map((item) => String(item.id));
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
  const { handOver } = user;
  return {
    ...userKey(user.id),
    ...user,
    directory,
    ...(handOver ? { workflow: handOverPartition, workflowCheckAt: handOver.at } : {}),
  };
}

function fromItem(item: Item): User {
  const { pk, sk, directory: partition, workflow, workflowCheckAt, ...user } = item;
  return user as User;
}

/** The position that a key of the index names. */
function positionOf(key: Item): UserPosition {
  return { email: String(key.email), id: String(key[table.partitionKey]).slice('USER#'.length) };
}
