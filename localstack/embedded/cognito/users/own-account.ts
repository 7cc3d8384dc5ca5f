import type {
  DeleteUserRequest,
  GetUserRequest,
  GlobalSignOutRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { required } from '../errors.ts';
import type { CognitoParts } from '../parts.ts';
import { ownView, removeUser, signOutEverywhere } from './admin-users.ts';

/** What users do with their own account by their access token. */
export function ownAccountOperations(parts: CognitoParts) {
  const { tokens } = parts;
  return {
    async GetUser(input: GetUserRequest) {
      return ownView((await tokens.verifyAccess(required(input.AccessToken, 'accessToken'))).user);
    },

    async DeleteUser(input: DeleteUserRequest) {
      const { pool, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
      removeUser(parts, pool, user);
      return {};
    },

    async GlobalSignOut(input: GlobalSignOutRequest) {
      const { pool, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
      signOutEverywhere(parts, pool, user);
      return {};
    },
  };
}
