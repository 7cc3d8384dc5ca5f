import { table } from '../contract/table.ts';
import { handOverPartition, reportingTreeKey, userKey } from '../persistence/keys.ts';
import type { Page } from '../persistence/page.ts';
import type { Table } from '../persistence/table.ts';
import { type TransactionPart, writeTransaction } from '../persistence/transaction.ts';
import type { Item } from '../persistence/write-ids.ts';
import type { UserPosition } from './user-position.ts';
import type { User } from './users.schema.ts';

/**
 * A manager who passed the check, and the version of the reporting tree at that time: for one write, while both are
 * unchanged.
 */
export interface Assignment {
  readonly manager: User;
  /** The version of the whole tree, which every change of a manager increases. */
  readonly tree: number;
}

/** The stored people. */
export interface UserStore {
  load(id: string): Promise<User | undefined>;
  /** Adds a person; false when they are there already. */
  add(user: User): Promise<boolean>;
  /** Writes `user` when the stored version is the one before; false when someone else was faster. */
  save(user: User): Promise<boolean>;
  /**
   * Adds or writes `user` in one transaction, when what it depends on is unchanged: the profile of the `admin` who does
   * it, so that only one of two admins can take the other's role at the same time; and the `assignment` of their
   * manager, so that two changes at the same time cannot make a circle.
   */
  saveIfUnchanged(
    user: User,
    depends: { readonly admin?: User; readonly assignment?: Assignment },
  ): Promise<boolean>;
  /** The version of the reporting tree. */
  treeVersion(): Promise<number>;
  /** Everyone, by email. */
  list(limit: number, after?: UserPosition): Promise<Page<User, UserPosition>>;
  /** Ids of people whose approvals are to be handed over, the longest due first, at most `limit`. */
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
    saveIfUnchanged: (user, { admin, assignment }) =>
      writeTransaction(users, [
        { put: toItem(user), ...at(user.version - 1) },
        ...unchanged(user, admin, assignment?.manager),
        ...(assignment ? nextTree(assignment.tree) : []),
      ]),
    async treeVersion() {
      const item = await users.get(reportingTreeKey);
      return Number(item?.version ?? 0);
    },
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

/** The condition that an item has that version, or does not exist for version 0. */
function at(version: number): Pick<TransactionPart, 'condition' | 'values'> {
  return version === 0
    ? { condition: `attribute_not_exists(${table.partitionKey})` }
    : { condition: 'version = :before', values: { ':before': version } };
}

/** Checks that people are unchanged. `written` has its own condition, and a transaction may name each item only once. */
function unchanged(written: User, ...people: readonly (User | undefined)[]): TransactionPart[] {
  const others = new Map(people.flatMap((person) => (person ? [[person.id, person] as const] : [])));
  others.delete(written.id);
  return [...others.values()].map(({ id, version }) => ({ check: userKey(id), ...at(version) }));
}

function nextTree(version: number): TransactionPart[] {
  return [{ put: { ...reportingTreeKey, version: version + 1 }, ...at(version) }];
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
