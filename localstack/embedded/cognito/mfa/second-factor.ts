import { challengeUser } from '../auth/challenges.ts';
import { type Metadata, tokensFor } from '../auth/complete.ts';
import type { TokenSource } from '../auth/tokens.ts';
import { unsupported } from '../errors.ts';
import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';

/** What follows a password that was right: the challenge of a second factor where one is due, or else the tokens. */
export async function afterPassword(
  state: CognitoState,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  source: TokenSource,
  metadata: Metadata,
) {
  const name = factorFor(pool, user);
  if (!name) return tokensFor(state, pool, client, user, source, metadata);
  const { deviceName } = user.softwareToken ?? {};
  const parameters =
    name === 'MFA_SETUP'
      ? { MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']) }
      : deviceName === undefined
        ? {}
        : { FRIENDLY_DEVICE_NAME: deviceName };
  return challengeUser(state, client, user, name, parameters);
}

/** Throws NotImplemented where a pool requires a factor that can be none but SMS or email. */
function factorFor(pool: UserPool, user: User): 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP' | undefined {
  switch (pool.settings.MfaConfiguration) {
    case 'OPTIONAL':
      return user.softwareToken && user.mfa?.softwareToken ? 'SOFTWARE_TOKEN_MFA' : undefined;
    case 'ON':
      if (user.softwareToken) return 'SOFTWARE_TOKEN_MFA';
      if (pool.softwareTokenMfa?.Enabled) return 'MFA_SETUP';
      throw unsupported('sign-in to a pool that requires MFA without software tokens');
    default:
      return undefined;
  }
}
