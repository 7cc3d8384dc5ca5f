import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type Role, roles } from '../auth/actor.ts';

/** A person in the user pool. */
export interface DirectoryEntry {
  readonly email: string;
  readonly name: string;
  /** The current groups of the person. */
  readonly roles: readonly Role[];
}

/** The user pool, as far as the application uses it. Its groups are the roles in tokens. */
export interface Directory {
  /** Puts a person into exactly the groups of `wanted`. Safe to repeat. */
  setRoles(username: string, wanted: readonly Role[]): Promise<void>;
  /** Puts a person into one more group. Safe to repeat. */
  addRole(username: string, role: Role): Promise<void>;
  /** Lets a person sign in, or ends all their sessions and keeps them from signing in. Safe to repeat. */
  setActive(username: string, active: boolean): Promise<void>;
  /** The person with that username; undefined when there is none, or they cannot sign in. */
  find(username: string): Promise<DirectoryEntry | undefined>;
}

/** The user pool `UserPoolId`. The client is heavy and rarely needed, so it is loaded at first use. */
export function createDirectory(UserPoolId: string): Directory {
  let loaded: Promise<{ client: CognitoIdentityProviderClient; sdk: CognitoSdk }> | undefined;
  const load = () => {
    loaded ??= import('@aws-sdk/client-cognito-identity-provider').then((sdk) => ({
      sdk,
      client: new sdk.CognitoIdentityProviderClient({}),
    }));
    return loaded;
  };
  return {
    async setRoles(Username, wanted) {
      const { client, sdk } = await load();
      for (const GroupName of roles) {
        const input = { UserPoolId, Username, GroupName };
        if (wanted.includes(GroupName)) await client.send(new sdk.AdminAddUserToGroupCommand(input));
        else await client.send(new sdk.AdminRemoveUserFromGroupCommand(input));
      }
    },
    async addRole(Username, GroupName) {
      const { client, sdk } = await load();
      await client.send(new sdk.AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    },
    async setActive(Username, active) {
      const { client, sdk } = await load();
      const user = { UserPoolId, Username };
      if (active) await client.send(new sdk.AdminEnableUserCommand(user));
      else {
        await client.send(new sdk.AdminDisableUserCommand(user));
        await client.send(new sdk.AdminUserGlobalSignOutCommand(user));
      }
    },
    async find(Username) {
      const { client, sdk } = await load();
      try {
        const [{ Enabled, UserAttributes = [] }, { Groups = [] }] = await Promise.all([
          client.send(new sdk.AdminGetUserCommand({ UserPoolId, Username })),
          client.send(new sdk.AdminListGroupsForUserCommand({ UserPoolId, Username })),
        ]);
        if (Enabled === false) return undefined;
        const attribute = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value;
        const email = attribute('email') ?? '';
        const groups = Groups.map(({ GroupName }) => GroupName);
        return {
          email,
          name: attribute('name') ?? email,
          roles: roles.filter((role) => groups.includes(role)),
        };
      } catch (error) {
        if (error instanceof sdk.UserNotFoundException) return undefined;
        throw error;
      }
    },
  };
}

type CognitoSdk = typeof import('@aws-sdk/client-cognito-identity-provider');
