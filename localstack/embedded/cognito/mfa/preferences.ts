import type {
  SetUserMFAPreferenceRequest,
  SMSMfaSettingsType,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, unsupported } from '../errors.ts';
import type { MfaPreference, User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';

/**
 * Sets which second factors a user is asked for. Throws InvalidParameterException where the user has no authenticator
 * application, NotImplemented for other factors.
 */
export function setMfaPreference(
  { context, store }: CognitoState,
  pool: UserPool,
  user: User,
  input: Omit<SetUserMFAPreferenceRequest, 'AccessToken'>,
): object {
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
