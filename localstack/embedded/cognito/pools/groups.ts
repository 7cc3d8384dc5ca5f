import type {
  AdminAddUserToGroupRequest,
  AdminListGroupsForUserRequest,
  AdminRemoveUserFromGroupRequest,
  CreateGroupRequest,
  DeleteGroupRequest,
  GetGroupRequest,
  ListGroupsRequest,
  ListUsersInGroupRequest,
  UpdateGroupRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { required, resourceNotFound } from '../errors.ts';
import type { Group } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { page } from '../store.ts';
import { describeUser } from '../users/describe.ts';

/** Groups and who is in them. */
export function groupOperations({ context, store }: CognitoParts) {
  const group = (poolId: string | undefined, name: string | undefined): Group => {
    const found = store.groups(store.pool(poolId).id).get(required(name, 'groupName'));
    if (!found) throw resourceNotFound('Group not found.');
    return found;
  };

  return {
    CreateGroup(input: CreateGroupRequest) {
      const pool = store.pool(input.UserPoolId);
      const groups = store.groups(pool.id);
      const GroupName = required(input.GroupName, 'groupName');
      if (groups.has(GroupName)) {
        throw new AwsError('GroupExistsException', 'A group with the name already exists.');
      }
      const now = context.clock.now();
      const { Description, RoleArn, Precedence } = input;
      groups.set(GroupName, { GroupName, Description, RoleArn, Precedence, createdAt: now, updatedAt: now });
      return { Group: describe(pool.id, group(pool.id, GroupName)) };
    },

    GetGroup(input: GetGroupRequest) {
      return { Group: describe(input.UserPoolId, group(input.UserPoolId, input.GroupName)) };
    },

    UpdateGroup(input: UpdateGroupRequest) {
      const before = group(input.UserPoolId, input.GroupName);
      const changed: Group = {
        ...before,
        Description: input.Description ?? before.Description,
        RoleArn: input.RoleArn ?? before.RoleArn,
        Precedence: input.Precedence ?? before.Precedence,
        updatedAt: context.clock.now(),
      };
      store.groups(store.pool(input.UserPoolId).id).set(changed.GroupName, changed);
      return { Group: describe(input.UserPoolId, changed) };
    },

    DeleteGroup(input: DeleteGroupRequest) {
      const { GroupName } = group(input.UserPoolId, input.GroupName);
      const pool = store.pool(input.UserPoolId);
      const users = store.users(pool.id);
      for (const user of [...users.values()]) {
        if (user.groups.includes(GroupName)) {
          users.change(user.username, (now) => ({ groups: now.groups.filter((name) => name !== GroupName) }));
        }
      }
      store.groups(pool.id).delete(GroupName);
      return {};
    },

    ListGroups(input: ListGroupsRequest) {
      const pool = store.pool(input.UserPoolId);
      const { items, next } = page([...store.groups(pool.id).values()], input.Limit, input.NextToken);
      return { Groups: items.map((item) => describe(pool.id, item)), NextToken: next };
    },

    AdminAddUserToGroup(input: AdminAddUserToGroupRequest) {
      const users = store.users(store.pool(input.UserPoolId).id);
      const { username } = users.require(input.Username);
      const { GroupName } = group(input.UserPoolId, input.GroupName);
      users.change(username, ({ groups }) =>
        groups.includes(GroupName) ? {} : { groups: [...groups, GroupName] },
      );
      return {};
    },

    AdminRemoveUserFromGroup(input: AdminRemoveUserFromGroupRequest) {
      const users = store.users(store.pool(input.UserPoolId).id);
      const { username } = users.require(input.Username);
      const { GroupName } = group(input.UserPoolId, input.GroupName);
      users.change(username, ({ groups }) => ({ groups: groups.filter((name) => name !== GroupName) }));
      return {};
    },

    AdminListGroupsForUser(input: AdminListGroupsForUserRequest) {
      const pool = store.pool(input.UserPoolId);
      const user = store.users(pool.id).require(input.Username);
      const { items, next } = page(user.groups, input.Limit, input.NextToken);
      return { Groups: items.map((name) => describe(pool.id, group(pool.id, name))), NextToken: next };
    },

    ListUsersInGroup(input: ListUsersInGroupRequest) {
      const pool = store.pool(input.UserPoolId);
      const { GroupName } = group(pool.id, input.GroupName);
      const members = [...store.users(pool.id).values()].filter((user) => user.groups.includes(GroupName));
      const { items, next } = page(members, input.Limit, input.NextToken);
      return { Users: items.map((user) => describeUser(user)), NextToken: next };
    },
  };
}

function describe(poolId: string | undefined, { createdAt, updatedAt, ...group }: Group) {
  return {
    ...group,
    UserPoolId: poolId,
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(updatedAt),
  };
}
