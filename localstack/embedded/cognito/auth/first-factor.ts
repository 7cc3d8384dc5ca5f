import { afterPassword } from '../mfa/second-factor.ts';
import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { challengeNewPassword } from './challenges.ts';
import type { Metadata } from './complete.ts';

/** What follows a password that was proved, however: a real one where it is temporary, a second factor, or the tokens. */
export function afterFirstFactor(
  state: CognitoState,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  metadata: Metadata,
) {
  if (user.status === 'FORCE_CHANGE_PASSWORD') return challengeNewPassword(state, pool, client, user);
  return afterPassword(state, pool, client, user, 'Authentication', metadata);
}
