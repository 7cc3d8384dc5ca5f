import type { ConfirmSignUpRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { AwsError } from '../../../core/errors.ts';
import { defineOperation } from '../../../core/operation.ts';
import { hidesUsers } from '../../auth/client-access.ts';
import { required, unsupported, userNotFound } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { expiredCode } from '../../users/codes.ts';
import { confirmUser, firePostConfirmation, requireUnconfirmed } from '../../users/confirmation.ts';
import { namedUser } from '../../users/named-user.ts';

/** ConfirmSignUp: by the code that SignUp sent. */
export const confirmSignUp = defineOperation({
  name: 'ConfirmSignUp',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, input: ConfirmSignUpRequest) {
    const { store, codes } = state;
    const { client, pool, user } = namedUser(store, input);
    if (input.ForceAliasCreation) throw unsupported('ConfirmSignUp with ForceAliasCreation');
    if (!user) throw hidesUsers(client) ? expiredCode() : userNotFound();
    requireUnconfirmed(user);
    const code = required(input.ConfirmationCode, 'confirmationCode');
    const { attribute } = codes.use(pool, user, 'sign-up', code);
    const verified = attribute ? { ...user.attributes, [`${attribute}_verified`]: 'true' } : user.attributes;
    const alias = store.users(pool.id).takenAlias(verified, user.username);
    if (alias) {
      throw new AwsError('AliasExistsException', `An account with the ${alias} already exists.`);
    }
    const changed = confirmUser(state, pool, user, verified);
    await firePostConfirmation(state, pool, changed, client.id, input.ClientMetadata);
    return {};
  },
});
