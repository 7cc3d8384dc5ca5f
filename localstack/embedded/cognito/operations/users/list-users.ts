import type { ListUsersRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { invalidParameter, required } from '../../errors.ts';
import type { User } from '../../model.ts';
import { page } from '../../paging.ts';
import type { CognitoState } from '../../state.ts';
import { describeUser } from '../../users/describe.ts';

/** The attributes that Cognito lets one search by (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html). */
const SEARCHABLE: ReadonlySet<string> = new Set([
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
]);

/** ListUsers: filtered by one attribute. */
export const listUsers = defineOperation({
  name: 'ListUsers',
  authorization: onPool('ListUsers'),
  run({ store }: CognitoState, input: ListUsersRequest) {
    const pool = store.pool(required(input.UserPoolId, 'userPoolId'));
    const matches = input.Filter?.trim() ? parseFilter(input.Filter.trim()) : () => true;
    const users = [...store.users(pool.id).values()].filter(matches);
    const { items, next } = page(users, input.Limit, input.PaginationToken);
    return { Users: items.map((user) => describeUser(user, input.AttributesToGet)), PaginationToken: next };
  },
});

function parseFilter(filter: string): (user: User) => boolean {
  const [, name, operator, quoted] = /^"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"$/.exec(filter) ?? [];
  if (name === undefined || quoted === undefined) throw invalidParameter('Error while parsing filter.');
  if (!SEARCHABLE.has(name)) throw invalidParameter(`Attribute ${name} is not searchable.`);
  const wanted = quoted.replaceAll(/\\(.)/g, '$1');
  return (user) => {
    const value = searchedValue(user, name);
    if (value === undefined) return false;
    return operator === '^=' ? value.startsWith(wanted) : value === wanted;
  };
}

function searchedValue(user: User, name: string): string | undefined {
  if (name === 'username') return user.username;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[name];
}
