import type { AdminCreateUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../../core/errors.ts';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required, unsupported } from '../../errors.ts';
import { checkAttributes } from '../../pools/schema.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';
import { attributeRecord, describeUser } from '../../users/describe.ts';
import { invite } from '../../users/invitations.ts';
import { newUser, requireFree } from '../../users/new-user.ts';
import { firePreSignUp } from '../../users/pre-sign-up.ts';

/** AdminCreateUser: a user with a temporary password, or the invitation once more. */
export const adminCreateUser = defineOperation({
  name: 'AdminCreateUser',
  authorization: onPool('AdminCreateUser'),
  async run(state: CognitoState, input: AdminCreateUserRequest) {
    const { store } = state;
    const pool = store.pool(required(input.UserPoolId, 'userPoolId'));
    if (input.ForceAliasCreation) throw unsupported('AdminCreateUser with ForceAliasCreation');
    if (input.MessageAction === 'RESEND') return resend(state, input);
    const requested = attributeRecord(input.UserAttributes);
    const name = required(input.Username, 'username');
    const draft = newUser(state, pool, name, requested, 'FORCE_CHANGE_PASSWORD');
    const { sub: _, ...attributes } = draft.attributes;
    checkAttributes(pool, attributes, { complete: true, changing: false });
    requireFree(store, pool, draft, 'User account already exists');
    const { ValidationData, ClientMetadata } = input;
    await firePreSignUp(state, pool, draft, 'AdminCreateUser', { ValidationData, ClientMetadata });
    const invited = await invite(state, pool, draft, input);
    // Nothing may await between this and the put: of many creations at once, one wins.
    requireFree(store, pool, invited, 'User account already exists');
    store.users(pool.id).put(invited);
    return { User: describeUser(invited) };
  },
});

async function resend(state: CognitoState, input: AdminCreateUserRequest) {
  const { context, store } = state;
  const { pool, user } = accountOf(store, input);
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new AwsError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  const { password, temporaryUntil = 0 } = await invite(state, pool, user, input);
  const kept = store.users(pool.id).change(user.username, () => ({
    ...(password ? { password } : {}),
    temporaryUntil,
    updatedAt: context.clock.now(),
  }));
  return { User: describeUser(kept) };
}
