import type {
  ChangePasswordRequest,
  ConfirmForgotPasswordRequest,
  ForgotPasswordRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { checkSecretHash, hidesUsers } from '../auth/client-access.ts';
import { invalidParameter, notAuthorized, required, userNotFound, wrongCredentials } from '../errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { codeMismatch, type DeliveryAttribute, deliveryDetails } from './codes.ts';

/** A user's own ways to a new password. */
export function recoveryOperations({ context, store, passwords, codes, tokens, triggers }: CognitoParts) {
  return {
    ForgotPassword(input: ForgotPasswordRequest) {
      const client = store.client(required(input.ClientId, 'clientId'));
      const pool = store.pool(client.poolId);
      const name = required(input.Username, 'username');
      const user = store.users(pool.id).find(name);
      checkSecretHash(client, [name, user?.username ?? name], input.SecretHash);
      if (!user) {
        if (!hidesUsers(client)) throw userNotFound();
        return { CodeDeliveryDetails: deliveryDetails('email', name) };
      }
      if (!user.enabled) throw notAuthorized('User is disabled.');
      if (user.status === 'FORCE_CHANGE_PASSWORD') {
        throw notAuthorized('User password cannot be reset in the current state.');
      }
      const attribute = recoveryAttribute(pool, user);
      return { CodeDeliveryDetails: codes.send(pool, user, 'forgot-password', attribute) };
    },

    async ConfirmForgotPassword(input: ConfirmForgotPasswordRequest) {
      const client = store.client(required(input.ClientId, 'clientId'));
      const pool = store.pool(client.poolId);
      const name = required(input.Username, 'username');
      const user = store.users(pool.id).find(name);
      checkSecretHash(client, [name, user?.username ?? name], input.SecretHash);
      const code = required(input.ConfirmationCode, 'confirmationCode');
      if (!user) throw hidesUsers(client) ? codeMismatch() : userNotFound();
      const password = required(input.Password, 'password');
      passwords.check(pool, password);
      const { attribute } = codes.use(pool, user, 'forgot-password', code);
      const hash = await passwords.hash(password);
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

    async ChangePassword(input: ChangePasswordRequest) {
      const { pool, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
      const proposed = required(input.ProposedPassword, 'proposedPassword');
      if (user.password) {
        const previous = required(input.PreviousPassword, 'previousPassword');
        if (!(await passwords.matches(previous, user.password))) throw wrongCredentials();
      }
      passwords.check(pool, proposed);
      const hash = await passwords.hash(proposed);
      store.users(pool.id).change(user.username, () => ({ password: hash, updatedAt: context.clock.now() }));
      return {};
    },
  };
}

/** Where a pool sends the code for a new password. Throws where the user has no address that is verified. */
export function recoveryAttribute(pool: UserPool, user: User): DeliveryAttribute {
  const mechanisms = pool.settings.AccountRecoverySetting?.RecoveryMechanisms;
  if (mechanisms?.some((mechanism) => mechanism.Name === 'admin_only')) {
    throw notAuthorized('Contact administrator to reset password.');
  }
  const ranked = [...(mechanisms ?? [])]
    .sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
    .map(({ Name }) => (Name === 'verified_email' ? 'email' : 'phone_number') as DeliveryAttribute);
  const order: readonly DeliveryAttribute[] = ranked.length > 0 ? ranked : ['phone_number', 'email'];
  const found = order.find((attribute) => user.attributes[`${attribute}_verified`] === 'true');
  if (!found) {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  return found;
}
