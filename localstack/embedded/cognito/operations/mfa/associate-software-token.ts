import type { AssociateSoftwareTokenRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { nextSession, setupOwner } from '../../mfa/software-token-setup.ts';
import { secretOf } from '../../mfa/totp.ts';
import type { CognitoState } from '../../state.ts';

const SECRET_BYTES = 20;

/** AssociateSoftwareToken: a new secret for the user's authenticator application. */
export const associateSoftwareToken = defineOperation({
  name: 'AssociateSoftwareToken',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, input: AssociateSoftwareTokenRequest) {
    const owner = await setupOwner(state, input);
    const pendingSecret = secretOf(state.context.random.bytes(SECRET_BYTES));
    const Session = nextSession(state, owner, {});
    state.store.users(owner.pool.id).change(owner.user.username, () => ({ pendingSecret }));
    return { SecretCode: pendingSecret, Session };
  },
});
