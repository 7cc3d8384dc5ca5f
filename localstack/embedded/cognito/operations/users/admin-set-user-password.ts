import type { AdminSetUserPasswordRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';
import { temporaryUntil } from '../../users/invitations.ts';

/** AdminSetUserPassword: for good, or until the user chooses another. */
export const adminSetUserPassword = defineOperation({
  name: 'AdminSetUserPassword',
  authorization: onPool('AdminSetUserPassword'),
  async run({ context, store, passwords }: CognitoState, input: AdminSetUserPasswordRequest) {
    const { pool, user } = accountOf(store, input);
    const password = required(input.Password, 'password');
    passwords.check(pool, password);
    const hash = await passwords.hash({ pool, username: user.username }, password);
    store.users(pool.id).change(user.username, ({ temporaryUntil: _, ...now }) => ({
      ...now,
      password: hash,
      status: input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      temporaryUntil: input.Permanent ? 0 : temporaryUntil(pool, context.clock.now()),
      failedSignIns: 0,
      lockedUntil: 0,
      updatedAt: context.clock.now(),
    }));
    return {};
  },
});
