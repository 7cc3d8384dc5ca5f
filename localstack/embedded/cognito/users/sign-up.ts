import type {
  AdminConfirmSignUpRequest,
  ConfirmSignUpRequest,
  ResendConfirmationCodeRequest,
  SignUpRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { checkSecretHash, checkWritable, hidesUsers } from '../auth/client-access.ts';
import { invalidParameter, notAuthorized, required, unsupported, userNotFound } from '../errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { checkAttributes } from '../pools/schema.ts';
import { autoVerified, deliveryDetails, expiredCode } from './codes.ts';
import { attributeRecord } from './describe.ts';
import { newUser, requireFree } from './new-user.ts';

/** Signing up and proving an address. */
export function signUpOperations(parts: CognitoParts) {
  const { store, passwords, codes, triggers } = parts;
  return {
    async SignUp(input: SignUpRequest) {
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
      const draft = newUser(parts, pool, name, attributes, 'UNCONFIRMED');
      checkAttributes(pool, withoutSub(draft.attributes), { complete: true, changing: false });
      passwords.check(pool, password);
      requireFree(store, pool, draft, 'User already exists');
      const answer = await triggers.fire(pool, 'PreSignUp', draft, {
        source: 'PreSignUp_SignUp',
        clientId: client.id,
        request: {
          validationData: input.ValidationData ? attributeRecord(input.ValidationData) : null,
          ...(input.ClientMetadata ? { clientMetadata: input.ClientMetadata } : {}),
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      });
      const kept = { ...afterPreSignUp(draft, answer), password: await passwords.hash(password) };
      // Once more, and nothing may await between this and the put: of many sign-ups at once, one wins.
      requireFree(store, pool, kept, 'User already exists');
      store.users(pool.id).put(kept);
      if (kept.status === 'CONFIRMED') await confirmed(parts, pool, kept, client.id, input.ClientMetadata);
      const attribute = kept.status === 'CONFIRMED' ? undefined : autoVerified(pool, kept);
      return {
        UserConfirmed: kept.status === 'CONFIRMED',
        UserSub: kept.attributes.sub,
        CodeDeliveryDetails: attribute && codes.send(pool, kept, 'sign-up', attribute),
      };
    },

    async ConfirmSignUp(input: ConfirmSignUpRequest) {
      const client = store.client(required(input.ClientId, 'clientId'));
      const pool = store.pool(client.poolId);
      const name = required(input.Username, 'username');
      const user = store.users(pool.id).find(name);
      checkSecretHash(client, [name, user?.username ?? name], input.SecretHash);
      if (input.ForceAliasCreation) throw unsupported('ConfirmSignUp with ForceAliasCreation');
      if (!user) throw hidesUsers(client) ? expiredCode() : userNotFound();
      requireUnconfirmed(user);
      const code = required(input.ConfirmationCode, 'confirmationCode');
      const { attribute } = codes.use(pool, user, 'sign-up', code);
      const verified = attribute
        ? { ...user.attributes, [`${attribute}_verified`]: 'true' }
        : user.attributes;
      const alias = store.users(pool.id).takenAlias(verified, user.username);
      if (alias) {
        throw new AwsError('AliasExistsException', `An account with the ${alias} already exists.`);
      }
      const changed = confirm(parts, pool, user, verified);
      await confirmed(parts, pool, changed, client.id, input.ClientMetadata);
      return {};
    },

    async AdminConfirmSignUp(input: AdminConfirmSignUpRequest) {
      const pool = store.pool(input.UserPoolId);
      const user = store.users(pool.id).require(required(input.Username, 'username'));
      requireUnconfirmed(user);
      const changed = confirm(parts, pool, user, user.attributes);
      await confirmed(parts, pool, changed, undefined, input.ClientMetadata);
      return {};
    },

    ResendConfirmationCode(input: ResendConfirmationCodeRequest) {
      const client = store.client(required(input.ClientId, 'clientId'));
      const pool = store.pool(client.poolId);
      const name = required(input.Username, 'username');
      const user = store.users(pool.id).find(name);
      checkSecretHash(client, [name, user?.username ?? name], input.SecretHash);
      if (!user) {
        if (!hidesUsers(client)) throw userNotFound();
        return { CodeDeliveryDetails: deliveryDetails('email', name) };
      }
      if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
      const attribute = autoVerified(pool, user);
      if (!attribute) throw invalidParameter('Auto verification not turned on.');
      return { CodeDeliveryDetails: codes.send(pool, user, 'sign-up', attribute) };
    },
  };
}

function withoutSub({ sub: _, ...attributes }: Readonly<Record<string, string>>): Record<string, string> {
  return attributes;
}

function requireUnconfirmed(user: User): void {
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
}

function afterPreSignUp(user: User, answer: Record<string, unknown> | undefined): User {
  if (!answer) return user;
  const verified: Record<string, string> = {};
  if (answer.autoVerifyEmail === true && user.attributes.email) verified.email_verified = 'true';
  if (answer.autoVerifyPhone === true && user.attributes.phone_number)
    verified.phone_number_verified = 'true';
  const status = answer.autoConfirmUser === true ? 'CONFIRMED' : user.status;
  return { ...user, status, attributes: { ...user.attributes, ...verified } };
}

/** Of several confirmations at once one wins; the others see a confirmed user. */
function confirm(
  { context, store }: CognitoParts,
  pool: UserPool,
  user: User,
  attributes: User['attributes'],
): User {
  return store.users(pool.id).change(user.username, (now) => {
    requireUnconfirmed(now);
    return { status: 'CONFIRMED', attributes, updatedAt: context.clock.now() };
  });
}

async function confirmed(
  { triggers }: CognitoParts,
  pool: UserPool,
  user: User,
  clientId: string | undefined,
  metadata: Record<string, string> | undefined,
): Promise<void> {
  await triggers.fire(pool, 'PostConfirmation', user, {
    source: 'PostConfirmation_ConfirmSignUp',
    clientId,
    request: metadata ? { clientMetadata: metadata } : {},
  });
}
