import type { ChangePasswordRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { required, wrongCredentials } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** ChangePassword: by the access token and the previous password. */
export const changePassword = defineOperation({
  name: 'ChangePassword',
  authorization: nothing,
  unsigned: true,
  async run({ context, store, passwords, tokens }: CognitoState, input: ChangePasswordRequest) {
    const { pool, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
    const proposed = required(input.ProposedPassword, 'proposedPassword');
    if (user.password) {
      const previous = required(input.PreviousPassword, 'previousPassword');
      if (!(await passwords.matches(previous, user.password))) throw wrongCredentials();
    }
    passwords.check(pool, proposed);
    const hash = await passwords.hash({ pool, username: user.username }, proposed);
    store.users(pool.id).change(user.username, () => ({ password: hash, updatedAt: context.clock.now() }));
    return {};
  },
});
