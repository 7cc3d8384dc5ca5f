import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import type { TokenSource } from './tokens.ts';

/** What an application sends along for the triggers. */
export type Metadata = Record<string, string> | undefined;

/** Ends a sign-in in which everything was proved: tokens, and the PostAuthentication trigger. */
export async function tokensFor(
  { tokens, triggers }: CognitoState,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  source: TokenSource,
  metadata: Metadata,
) {
  const result = await tokens.signIn(client, user, source, metadata);
  await triggers.fire(pool, 'PostAuthentication', user, {
    source: 'PostAuthentication_Authentication',
    clientId: client.id,
    request: { newDeviceUsed: false, ...(metadata ? { clientMetadata: metadata } : {}) },
  });
  return { AuthenticationResult: result, ChallengeParameters: {} };
}
