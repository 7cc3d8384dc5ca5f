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
import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { checkAttributes } from '../pools/schema.ts';
import { challengeNewPassword, requireChallenge, useChallenge } from './challenges.ts';
import { checkFlow, checkSecretHash } from './client-access.ts';
import { signInByPassword } from './password-sign-in.ts';

type Parameters = Readonly<Record<string, string>>;
type Metadata = Record<string, string> | undefined;

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
      return respond(parts, client, input);
    },

    AdminRespondToAuthChallenge(input: AdminRespondToAuthChallengeRequest) {
      const client = store.clientOf(
        required(input.UserPoolId, 'userPoolId'),
        required(input.ClientId, 'clientId'),
      );
      return respond(parts, client, input);
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
  const { context, store, tokens } = parts;
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
    return challengeNewPassword(context, store, pool, client, user);
  }
  if (pool.settings.MfaConfiguration === 'ON')
    throw unsupported('sign-in to a pool whose MfaConfiguration is ON');
  const result = await tokens.signIn(client, user, 'Authentication', metadata);
  await signedIn(parts, pool, client, user, metadata);
  return { AuthenticationResult: result, ChallengeParameters: {} };
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

async function respond(
  parts: CognitoParts,
  client: UserPoolClient,
  input: Omit<RespondToAuthChallengeRequest, 'ClientId'>,
) {
  const { context, store, passwords, tokens } = parts;
  if (required(input.ChallengeName, 'challengeName') !== 'NEW_PASSWORD_REQUIRED') {
    throw unsupported(`challenge ${input.ChallengeName}`);
  }
  const responses = input.ChallengeResponses ?? {};
  const pool = store.pool(client.poolId);
  const { session, challenge } = requireChallenge(context, store, client, input.Session);
  const user = store.users(pool.id).find(parameter(responses, 'USERNAME'));
  if (user?.username !== challenge.username) throw notAuthorized('Invalid session for the user.');
  checkSecretHash(client, [parameter(responses, 'USERNAME'), user.username], responses.SECRET_HASH);
  const password = parameter(responses, 'NEW_PASSWORD');
  passwords.check(pool, password);
  const attributes = attributesOf(responses);
  checkAttributes(pool, attributes, { complete: false, changing: true });
  useChallenge(store, session);
  const hash = await passwords.hash(password);
  const changed = store.users(pool.id).change(user.username, (now) => ({
    password: hash,
    temporaryUntil: 0,
    status: 'CONFIRMED',
    attributes: { ...now.attributes, ...attributes },
    updatedAt: context.clock.now(),
  }));
  parts.codes.forget(pool.id, user.username);
  const result = await tokens.signIn(client, changed, 'NewPasswordChallenge', input.ClientMetadata);
  await signedIn(parts, pool, client, changed, input.ClientMetadata);
  return { AuthenticationResult: result, ChallengeParameters: {} };
}

async function signedIn(
  { triggers }: CognitoParts,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  metadata: Metadata,
): Promise<void> {
  await triggers.fire(pool, 'PostAuthentication', user, {
    source: 'PostAuthentication_Authentication',
    clientId: client.id,
    request: { newDeviceUsed: false, ...(metadata ? { clientMetadata: metadata } : {}) },
  });
}

function parameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

function attributesOf(responses: Parameters): Record<string, string> {
  const prefix = 'userAttributes.';
  return Object.fromEntries(
    Object.entries(responses)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
