import { randomBytes, randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Role } from '../auth/actor.ts';
import { isAwsError } from '../errors/aws-error.ts';
import { ProblemError } from '../errors/problems.ts';
import { retryOptimistically } from '../persistence/optimistic-retry.ts';
import { openTable } from '../persistence/table.ts';
import { createDirectory } from '../users/directory.ts';
import { findManager } from '../users/reporting-tree.ts';
import { newUser, nextVersion, withEmployee } from '../users/user.ts';
import type { User } from '../users/users.schema.ts';
import { type Assignment, createUserStore, type UserStore } from '../users/users.store.ts';

/** The person to add, and where. */
export interface AddUserOptions {
  readonly userPoolId: string;
  readonly table: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly password?: string;
  readonly managerEmail?: string;
}

/** The person as stored; `password` only when one was set. */
export interface AddedUser {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly managerId: string | null;
  readonly password?: string;
}

/**
 * Adds a person, confirmed and with a password, to the user pool, its groups and the table. A person who exists already
 * gets this name, roles, manager and password. Needs no admin of the application, only permissions in AWS. Throws when
 * the manager cannot be the manager, and when others keep changing the person.
 */
export async function addUser(person: AddUserOptions): Promise<AddedUser> {
  // A user pool can be case-sensitive; the application is not.
  const options = { ...person, email: person.email.toLowerCase() };
  const cognito = new CognitoIdentityProviderClient({});
  const users = createUserStore(openTable(new DynamoDBClient({}), options.table, randomUUID));
  const manager = await managerOf(options, users);
  const account = await createAccount(cognito, options);
  const password = options.password ?? (account.created ? newPassword() : undefined);
  if (password !== undefined) {
    const { userPoolId: UserPoolId } = options;
    await cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId,
        Username: account.username,
        Password: password,
        Permanent: true,
      }),
    );
  }
  const roles = withEmployee(options.roles);
  await createDirectory(options.userPoolId).setRoles(account.username, roles);
  const user = await saveUser(users, account, {
    ...options,
    roles,
    ...(manager ? { managerId: manager.id } : {}),
  });
  return {
    id: user.id,
    email: user.email,
    roles: user.roles,
    managerId: user.managerId ?? null,
    ...(password === undefined ? {} : { password }),
  };
}

/** The new manager, checked before anything is written. */
async function managerOf({ managerEmail }: AddUserOptions, users: UserStore): Promise<User | undefined> {
  if (managerEmail === undefined) return undefined;
  const manager = await users.findByEmail(managerEmail);
  if (!manager) throw new Error(`There is no person with the email ${managerEmail} who could be the manager`);
  await assignmentOf(users, 'somebody new', manager.id, managerEmail);
  return manager;
}

async function assignmentOf(
  users: UserStore,
  id: string,
  managerId: string,
  managerEmail: string,
): Promise<Assignment> {
  try {
    return await findManager(users, id, managerId);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new Error(`${managerEmail} cannot be the manager: the manager ${error.message}`);
  }
}

interface Account {
  readonly id: string;
  readonly username: string;
  readonly created: boolean;
}

async function createAccount(
  cognito: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, email, name }: AddUserOptions,
): Promise<Account> {
  const UserAttributes = [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'name', Value: name },
  ];
  try {
    const { User } = await cognito.send(
      new AdminCreateUserCommand({ UserPoolId, Username: email, UserAttributes, MessageAction: 'SUPPRESS' }),
    );
    return account(User?.Username, User?.Attributes, true);
  } catch (error) {
    if (!isAwsError(error, 'UsernameExistsException')) throw error;
  }
  const known = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
  const Username = known.Username ?? email;
  await cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId,
      Username,
      UserAttributes: [{ Name: 'name', Value: name }],
    }),
  );
  return account(Username, known.UserAttributes, false);
}

function account(username: string | undefined, attributes: AttributeType[] = [], created: boolean): Account {
  const id = attributes.find(({ Name }) => Name === 'sub')?.Value;
  if (!username || !id) throw new Error('The user pool answered without a username and a sub');
  return { id, username, created };
}

/**
 * Writes the person over a profile that is there, also one from a sign-up that happens meanwhile. The rules for a
 * manager are those of the API.
 */
async function saveUser(
  users: UserStore,
  { id, username }: Account,
  person: {
    email: string;
    name: string;
    roles: readonly Role[];
    managerId?: string;
    managerEmail?: string;
  },
): Promise<User> {
  const { email, name, roles, managerId, managerEmail = '' } = person;
  const at = new Date().toISOString();
  const added = newUser({ id, username, email, name, roles, at, ...(managerId ? { managerId } : {}) });
  return retryOptimistically(
    async () => {
      const known = await users.load(id);
      const assignment = managerId ? await assignmentOf(users, id, managerId, managerEmail) : undefined;
      const user = known ? nextVersion(known, { ...known, ...added, createdAt: known.createdAt }, at) : added;
      return (await users.saveIfUnchanged(user, assignment ? { assignment } : {})) ? user : undefined;
    },
    {
      attempts: 30,
      onExhausted: () => {
        throw new Error(`${email} is being changed by others; try again`);
      },
    },
  );
}

/** A password that satisfies any of Cognito's policies. */
function newPassword(): string {
  return `${randomBytes(15).toString('base64url')}aA1!`;
}
