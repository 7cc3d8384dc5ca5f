import type {
  AdminCreateUserRequest,
  AdminDeleteUserRequest,
  AdminDisableUserRequest,
  AdminEnableUserRequest,
  AdminGetUserRequest,
  AdminResetUserPasswordRequest,
  AdminSetUserPasswordRequest,
  AdminUserGlobalSignOutRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { notAuthorized, required, unsupported } from '../errors.ts';
import { mfaView } from '../mfa/preferences.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { checkAttributes } from '../pools/schema.ts';
import { attributeList, attributeRecord, describeUser } from './describe.ts';
import { newUser, requireFree } from './new-user.ts';
import { recoveryAttribute } from './recovery.ts';

const DAY = 86_400_000;

/** Users as administrators make, see and change them. */
export function adminUserOperations(parts: CognitoParts) {
  const { context, store, passwords, codes, tokens } = parts;

  const find = (input: { UserPoolId: string | undefined; Username: string | undefined }) => {
    const pool = store.pool(required(input.UserPoolId, 'userPoolId'));
    return { pool, user: store.users(pool.id).require(required(input.Username, 'username')) };
  };

  function temporaryUntil(pool: UserPool): number {
    const days = pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7;
    return context.clock.now() + (days || 7) * DAY;
  }

  async function invite(pool: UserPool, user: User, input: AdminCreateUserRequest): Promise<User> {
    const password = input.TemporaryPassword ?? passwords.generate(pool);
    passwords.check(pool, password);
    const until = temporaryUntil(pool);
    const invited = { ...user, password: await passwords.hash(password), temporaryUntil: until };
    if (input.MessageAction !== 'SUPPRESS') codes.invite(pool, invited, password, until);
    return invited;
  }

  return {
    async AdminCreateUser(input: AdminCreateUserRequest) {
      const pool = store.pool(required(input.UserPoolId, 'userPoolId'));
      if (input.ForceAliasCreation) throw unsupported('AdminCreateUser with ForceAliasCreation');
      if (input.MessageAction === 'RESEND') return resend(input);
      const attributes = attributeRecord(input.UserAttributes);
      const draft = newUser(
        parts,
        pool,
        required(input.Username, 'username'),
        attributes,
        'FORCE_CHANGE_PASSWORD',
      );
      const { sub: _, ...given } = draft.attributes;
      checkAttributes(pool, given, { complete: true, changing: false });
      requireFree(store, pool, draft, 'User account already exists');
      await parts.triggers.fire(pool, 'PreSignUp', draft, {
        source: 'PreSignUp_AdminCreateUser',
        request: {
          validationData: input.ValidationData ? attributeRecord(input.ValidationData) : null,
          ...(input.ClientMetadata ? { clientMetadata: input.ClientMetadata } : {}),
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      });
      const invited = await invite(pool, draft, input);
      // Nothing may await between this and the put: of many creations at once, one wins.
      requireFree(store, pool, invited, 'User account already exists');
      store.users(pool.id).put(invited);
      return { User: describeUser(invited) };
    },

    AdminGetUser(input: AdminGetUserRequest) {
      const { user } = find(input);
      const { Attributes, ...rest } = describeUser(user);
      return { ...rest, UserAttributes: Attributes, ...mfaView(user) };
    },

    async AdminSetUserPassword(input: AdminSetUserPasswordRequest) {
      const { pool, user } = find(input);
      const password = required(input.Password, 'password');
      passwords.check(pool, password);
      const hash = await passwords.hash(password);
      store.users(pool.id).change(user.username, ({ temporaryUntil: _, ...now }) => ({
        ...now,
        password: hash,
        status: input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
        temporaryUntil: input.Permanent ? 0 : temporaryUntil(pool),
        failedSignIns: 0,
        lockedUntil: 0,
        updatedAt: context.clock.now(),
      }));
      return {};
    },

    AdminResetUserPassword(input: AdminResetUserPasswordRequest) {
      const { pool, user } = find(input);
      if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
        throw notAuthorized('User password cannot be reset in the current state.');
      }
      codes.send(pool, user, 'forgot-password', recoveryAttribute(pool, user));
      store.users(pool.id).change(user.username, () => ({
        status: 'RESET_REQUIRED',
        updatedAt: context.clock.now(),
      }));
      return {};
    },

    AdminDeleteUser(input: AdminDeleteUserRequest) {
      const { pool, user } = find(input);
      removeUser(parts, pool, user);
      return {};
    },

    AdminDisableUser(input: AdminDisableUserRequest) {
      const { pool, user } = find(input);
      store.users(pool.id).change(user.username, () => ({ enabled: false, updatedAt: context.clock.now() }));
      tokens.sessions.revokeAll(pool.id, user.username);
      return {};
    },

    AdminEnableUser(input: AdminEnableUserRequest) {
      const { pool, user } = find(input);
      store.users(pool.id).change(user.username, () => ({ enabled: true, updatedAt: context.clock.now() }));
      return {};
    },

    AdminUserGlobalSignOut(input: AdminUserGlobalSignOutRequest) {
      const { pool, user } = find(input);
      signOutEverywhere(parts, pool, user);
      return {};
    },
  };

  async function resend(input: AdminCreateUserRequest) {
    const { pool, user } = find(input);
    if (user.status !== 'FORCE_CHANGE_PASSWORD') {
      throw new AwsError(
        'UnsupportedUserStateException',
        `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
      );
    }
    const { password, temporaryUntil: until = 0 } = await invite(pool, user, input);
    const kept = store.users(pool.id).change(user.username, () => ({
      ...(password ? { password } : {}),
      temporaryUntil: until,
      updatedAt: context.clock.now(),
    }));
    return { User: describeUser(kept) };
  }
}

/** Forgets a user; the user's refresh tokens end. */
export function removeUser({ store, codes, tokens }: CognitoParts, pool: UserPool, user: User): void {
  tokens.sessions.revokeAll(pool.id, user.username);
  codes.forget(pool.id, user.username);
  store.users(pool.id).delete(user.username);
}

/** Ends every session of a user. */
export function signOutEverywhere(
  { context, store, tokens }: CognitoParts,
  pool: UserPool,
  user: User,
): void {
  tokens.sessions.revokeAll(pool.id, user.username);
  store.users(pool.id).change(user.username, () => ({ signedOutAt: context.clock.now() }));
}

/** A user as the user's own GetUser shows it. */
export function ownView(user: User) {
  return { Username: user.username, UserAttributes: attributeList(user.attributes), ...mfaView(user) };
}
