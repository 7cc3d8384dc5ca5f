import type {
  AdminSetUserMFAPreferenceRequest,
  SetUserMFAPreferenceRequest,
  SMSMfaSettingsType,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required, unsupported } from '../errors.ts';
import type { MfaPreference, User, UserPool } from '../model.ts';
import type { CognitoParts } from '../parts.ts';

type Preference = Omit<SetUserMFAPreferenceRequest, 'AccessToken'>;

/** Which second factors a user is asked for, said by the user or by an administrator. */
export function mfaPreferenceOperations({ context, store, tokens }: CognitoParts) {
  function set(pool: UserPool, user: User, input: Preference): object {
    for (const member of ['SMSMfaSettings', 'EmailMfaSettings', 'WebAuthnMfaSettings'] as const) {
      const asked: Partial<SMSMfaSettingsType> = input[member] ?? {};
      if (asked.Enabled || asked.PreferredMfa) throw unsupported(`user preference ${member}`);
    }
    const { Enabled, PreferredMfa } = input.SoftwareTokenMfaSettings ?? {};
    if (Enabled === undefined && PreferredMfa === undefined) return {};
    if (Enabled && !user.softwareToken) throw invalidParameter('User has not verified software token mfa');
    store.users(pool.id).change(user.username, ({ mfa }) => ({
      mfa: changed(mfa, Enabled, PreferredMfa),
      updatedAt: context.clock.now(),
    }));
    return {};
  }

  return {
    async SetUserMFAPreference({ AccessToken, ...preference }: SetUserMFAPreferenceRequest) {
      const { pool, user } = await tokens.verifyAccess(required(AccessToken, 'accessToken'));
      return set(pool, user, preference);
    },

    AdminSetUserMFAPreference(input: AdminSetUserMFAPreferenceRequest) {
      const { UserPoolId, Username, ...preference } = input;
      const pool = store.pool(required(UserPoolId, 'userPoolId'));
      return set(pool, store.users(pool.id).require(required(Username, 'username')), preference);
    },
  };
}

/** What GetUser and AdminGetUser show of it. */
export function mfaView({ mfa }: User) {
  if (!mfa?.softwareToken) return {};
  return {
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    ...(mfa.preferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
  };
}

function changed(
  before: MfaPreference | undefined,
  enabled = before?.softwareToken ?? false,
  preferred = before?.preferred ?? false,
): MfaPreference {
  return { softwareToken: enabled, preferred: enabled && preferred };
}
