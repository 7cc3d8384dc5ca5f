import type {
  AdminInitiateAuthRequest,
  AdminRespondToAuthChallengeRequest,
  AuthFlowType,
  GetTokensFromRefreshTokenRequest,
  InitiateAuthRequest,
  RespondToAuthChallengeRequest,
  RevokeTokenRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { invalidParameter, notAuthorized, required, unsupported } from '../errors.ts';
import { afterPassword } from '../mfa/second-factor.ts';
import type { UserPoolClient } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { answerChallenge } from './challenge-answers.ts';
import { challengeNewPassword } from './challenges.ts';
import { checkFlow, checkSecretHash } from './client-access.ts';
import type { Metadata } from './complete.ts';
import { type Parameters, parameter } from './parameters.ts';
import { signInByPassword } from './password-sign-in.ts';

/** The flows by password, by who may start them, with the client settings that allow them. */
const PASSWORD_FLOWS = {
  public: { USER_PASSWORD_AUTH: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'] },
  admin: {
    ADMIN_USER_PASSWORD_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
    ADMIN_NO_SRP_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  },
} as const satisfies Record<string, Partial<Record<AuthFlowType, readonly string[]>>>;

const KNOWN_FLOWS: ReadonlySet<string> = new Set([
  'ADMIN_NO_SRP_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'CUSTOM_AUTH',
  'REFRESH_TOKEN',
  'REFRESH_TOKEN_AUTH',
  'USER_AUTH',
  'USER_PASSWORD_AUTH',
  'USER_SRP_AUTH',
]);

/** Signing in, answering challenges, renewing and revoking tokens. */
export function signInOperations(parts: CognitoParts) {
  const { store, tokens } = parts;
  return {
    InitiateAuth(input: InitiateAuthRequest) {
      const client = store.client(required(input.ClientId, 'clientId'));
      return initiate(
        parts,
        client,
        'public',
        input.AuthFlow,
        input.AuthParameters ?? {},
        input.ClientMetadata,
      );
    },

    AdminInitiateAuth(input: AdminInitiateAuthRequest) {
      const client = store.clientOf(
        required(input.UserPoolId, 'userPoolId'),
        required(input.ClientId, 'clientId'),
      );
      return initiate(
        parts,
        client,
        'admin',
        input.AuthFlow,
        input.AuthParameters ?? {},
        input.ClientMetadata,
      );
    },

    RespondToAuthChallenge(input: RespondToAuthChallengeRequest) {
      const client = store.client(required(input.ClientId, 'clientId'));
      return answerChallenge(parts, client, input);
    },

    AdminRespondToAuthChallenge(input: AdminRespondToAuthChallengeRequest) {
      const client = store.clientOf(
        required(input.UserPoolId, 'userPoolId'),
        required(input.ClientId, 'clientId'),
      );
      return answerChallenge(parts, client, input);
    },

    async GetTokensFromRefreshToken(input: GetTokensFromRefreshTokenRequest) {
      const client = store.client(required(input.ClientId, 'clientId'));
      if (client.secret !== undefined && input.ClientSecret !== client.secret) {
        throw notAuthorized(`Unable to verify secret for client ${client.id}`);
      }
      const old = required(input.RefreshToken, 'refreshToken');
      const session = tokens.sessions.fromRefreshToken(client, old);
      const { Feature, RetryGracePeriodSeconds = 0 } = client.settings.RefreshTokenRotation ?? {};
      const fresh =
        Feature === 'ENABLED'
          ? tokens.sessions.rotate(client, session, old, RetryGracePeriodSeconds)
          : undefined;
      const result = await tokens.renew(client, session, input.ClientMetadata);
      return { AuthenticationResult: { ...result, RefreshToken: fresh } };
    },

    RevokeToken(input: RevokeTokenRequest) {
      const client = store.client(required(input.ClientId, 'clientId'));
      const token = required(input.Token, 'token');
      if (client.secret !== undefined && input.ClientSecret !== client.secret) {
        throw new AwsError('UnauthorizedException', `Unable to verify secret for client ${client.id}`, 401);
      }
      if (client.settings.EnableTokenRevocation === false) {
        throw new AwsError(
          'UnsupportedOperationException',
          'Token revocation is not enabled for this client.',
        );
      }
      if (token.startsWith('eyJ'))
        throw new AwsError('UnsupportedTokenTypeException', 'Unsupported token type.');
      tokens.sessions.revoke(client, token);
      return {};
    },
  };
}

async function initiate(
  parts: CognitoParts,
  client: UserPoolClient,
  caller: 'public' | 'admin',
  flow: AuthFlowType | undefined,
  parameters: Parameters,
  metadata: Metadata,
) {
  const name = required(flow, 'authFlow');
  if (name === 'REFRESH_TOKEN_AUTH' || name === 'REFRESH_TOKEN') {
    return refresh(parts, client, parameters, metadata);
  }
  const allowed: Partial<Record<AuthFlowType, readonly string[]>> = PASSWORD_FLOWS[caller];
  const flows = allowed[name];
  if (!flows) throw refusedFlow(name, caller);
  const message =
    caller === 'admin' ? 'Auth flow not enabled for this client' : `${name} flow not enabled for this client`;
  checkFlow(client, flows, message);
  return byPassword(parts, client, parameters, metadata);
}

function refusedFlow(flow: string, caller: 'public' | 'admin'): AwsError {
  if (caller === 'public' && flow in PASSWORD_FLOWS.admin) {
    return invalidParameter('Initiate Auth method not supported.');
  }
  return KNOWN_FLOWS.has(flow)
    ? unsupported(`authentication flow ${flow}`)
    : invalidParameter(
        `1 validation error detected: Value '${flow}' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set`,
      );
}

async function byPassword(
  parts: CognitoParts,
  client: UserPoolClient,
  parameters: Parameters,
  metadata: Metadata,
) {
  const { store } = parts;
  const username = parameter(parameters, 'USERNAME');
  const password = parameter(parameters, 'PASSWORD');
  const pool = store.pool(client.poolId);
  checkSecretHash(
    client,
    [username, store.users(pool.id).find(username)?.username ?? username],
    parameters.SECRET_HASH,
  );
  const user = await signInByPassword(parts, pool, client, username, password, metadata);
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    return challengeNewPassword(parts, pool, client, user);
  }
  return afterPassword(parts, pool, client, user, 'Authentication', metadata);
}

async function refresh(
  parts: CognitoParts,
  client: UserPoolClient,
  parameters: Parameters,
  metadata: Metadata,
) {
  checkFlow(client, ['ALLOW_REFRESH_TOKEN_AUTH'], 'Auth flow not enabled for this client');
  if (client.settings.RefreshTokenRotation?.Feature === 'ENABLED') {
    throw invalidParameter(
      'Refresh token rotation is enabled for this client: use GetTokensFromRefreshToken.',
    );
  }
  const session = parts.tokens.sessions.fromRefreshToken(client, parameter(parameters, 'REFRESH_TOKEN'));
  checkSecretHash(client, [session.username], parameters.SECRET_HASH);
  return {
    AuthenticationResult: await parts.tokens.renew(client, session, metadata),
    ChallengeParameters: {},
  };
}
