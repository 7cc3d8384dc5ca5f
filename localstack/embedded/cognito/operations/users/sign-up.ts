import type { SignUpRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { checkSecretHash, checkWritable } from '../../auth/client-access.ts';
import { notAuthorized, required } from '../../errors.ts';
import { checkAttributes } from '../../pools/schema.ts';
import type { CognitoState } from '../../state.ts';
import { autoVerified } from '../../users/codes.ts';
import { firePostConfirmation } from '../../users/confirmation.ts';
import { attributeRecord } from '../../users/describe.ts';
import { newUser, requireFree } from '../../users/new-user.ts';
import { afterPreSignUp, firePreSignUp } from '../../users/pre-sign-up.ts';

/** SignUp: a new user, who proves an address by a code where the pool asks for it. */
export const signUp = defineOperation({
  name: 'SignUp',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, input: SignUpRequest) {
    const { store, passwords, codes } = state;
    const client = store.client(required(input.ClientId, 'clientId'));
    const pool = store.pool(client.poolId);
    const name = required(input.Username, 'username');
    checkSecretHash(client, [name], input.SecretHash);
    if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
      throw notAuthorized('SignUp is not permitted for this user pool');
    }
    const password = required(input.Password, 'password');
    const attributes = attributeRecord(input.UserAttributes);
    checkWritable(client, Object.keys(attributes));
    const draft = newUser(state, pool, name, attributes, 'UNCONFIRMED');
    checkAttributes(pool, withoutSub(draft.attributes), { complete: true, changing: false });
    passwords.check(pool, password);
    requireFree(store, pool, draft, 'User already exists');
    const accepted = afterPreSignUp(draft, await firePreSignUp(state, pool, draft, 'SignUp', input));
    const hash = await passwords.hash({ pool, username: draft.username }, password);
    const kept = { ...accepted, password: hash };
    // Once more, and nothing may await between this and the put: of many sign-ups at once, one wins.
    requireFree(store, pool, kept, 'User already exists');
    store.users(pool.id).put(kept);
    const isConfirmed = kept.status === 'CONFIRMED';
    if (isConfirmed) await firePostConfirmation(state, pool, kept, client.id, input.ClientMetadata);
    const attribute = isConfirmed ? undefined : autoVerified(pool, kept);
    return {
      UserConfirmed: isConfirmed,
      UserSub: kept.attributes.sub,
      CodeDeliveryDetails: attribute && codes.send(pool, kept, 'sign-up', attribute),
    };
  },
});

function withoutSub({ sub: _, ...attributes }: Readonly<Record<string, string>>): Record<string, string> {
  return attributes;
}
