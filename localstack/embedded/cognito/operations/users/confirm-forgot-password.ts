import type { ConfirmForgotPasswordRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { hidesUsers } from '../../auth/client-access.ts';
import { required, userNotFound } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { codeMismatch } from '../../users/codes.ts';
import { namedUser } from '../../users/named-user.ts';

/** ConfirmForgotPassword: a new password by the code of ForgotPassword or AdminResetUserPassword. */
export const confirmForgotPassword = defineOperation({
  name: 'ConfirmForgotPassword',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, input: ConfirmForgotPasswordRequest) {
    const { context, store, passwords, codes, triggers } = state;
    const { client, pool, user } = namedUser(store, input);
    const code = required(input.ConfirmationCode, 'confirmationCode');
    if (!user) throw hidesUsers(client) ? codeMismatch() : userNotFound();
    const password = required(input.Password, 'password');
    passwords.check(pool, password);
    const { attribute } = codes.use(pool, user, 'forgot-password', code);
    const hash = await passwords.hash({ pool, username: user.username }, password);
    const changed = store.users(pool.id).change(user.username, (now) => ({
      password: hash,
      temporaryUntil: 0,
      status: 'CONFIRMED',
      attributes: attribute ? { ...now.attributes, [`${attribute}_verified`]: 'true' } : now.attributes,
      failedSignIns: 0,
      lockedUntil: 0,
      updatedAt: context.clock.now(),
    }));
    await triggers.fire(pool, 'PostConfirmation', changed, {
      source: 'PostConfirmation_ConfirmForgotPassword',
      clientId: client.id,
      request: input.ClientMetadata ? { clientMetadata: input.ClientMetadata } : {},
    });
    return {};
  },
});
