import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import type { Metadata } from './complete.ts';

/** Whether a client's refresh tokens are replaced at each use. */
export function rotatesTokens(client: UserPoolClient): boolean {
  return client.settings.RefreshTokenRotation?.Feature === 'ENABLED';
}

/**
 * New access and ID tokens by a refresh token, and another refresh token where the client rotates them: the old one then
 * works for the client's grace period more, and the new one as long as the old one would have
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html#using-the-refresh-token-rotation).
 * A call that fails replaces nothing. Throws NotAuthorizedException, RefreshTokenReuseException for a token that was
 * replaced before, or what triggers throw.
 */
export async function renewByRefreshToken(
  { tokens }: Pick<CognitoState, 'tokens'>,
  client: UserPoolClient,
  refreshToken: string,
  metadata: Metadata,
): Promise<AuthenticationResultType> {
  const { sessions } = tokens;
  const renewed = await tokens.renew(client, sessions.fromRefreshToken(client, refreshToken), metadata);
  if (!rotatesTokens(client)) return renewed;
  // Looked up again: of several calls with one token at once, only as many succeed as the grace period allows.
  const session = sessions.fromRefreshToken(client, refreshToken);
  const grace = client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0;
  return { ...renewed, RefreshToken: sessions.rotate(client, session, refreshToken, grace) };
}
