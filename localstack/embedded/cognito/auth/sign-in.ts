import type { AuthFlowType, InitiateAuthRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { AwsError } from '../../core/errors.ts';
import { invalidParameter, required, unsupported } from '../errors.ts';
import type { UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { startChoice } from './choice-sign-in.ts';
import { checkFlow, checkRefreshFlow, checkSecretHash, checkSrpFlow } from './client-access.ts';
import type { Metadata } from './complete.ts';
import { type Parameters, parameter } from './parameters.ts';
import { startByPassword } from './password-sign-in.ts';
import { rotatesTokens } from './refresh.ts';
import { startSrp } from './srp/sign-in.ts';

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

/**
 * Starts a sign-in, or renews its tokens: gives tokens or a challenge. Throws InvalidParameterException for a flow that the
 * client or the caller must not use, NotImplemented for one that is missing here, else what the flow itself throws.
 */
export async function startSignIn(
  state: CognitoState,
  client: UserPoolClient,
  caller: 'public' | 'admin',
  input: Pick<InitiateAuthRequest, 'AuthFlow' | 'AuthParameters' | 'ClientMetadata'>,
) {
  const name = required(input.AuthFlow, 'authFlow');
  const parameters = input.AuthParameters ?? {};
  const metadata = input.ClientMetadata;
  if (name === 'REFRESH_TOKEN_AUTH' || name === 'REFRESH_TOKEN') {
    return refresh(state, client, parameters, metadata);
  }
  if (name === 'USER_SRP_AUTH') {
    checkSrpFlow(client);
    return startSrp(state, client, parameters, metadata);
  }
  if (name === 'USER_AUTH') return startChoice(state, client, parameters, metadata);
  const allowed: Partial<Record<AuthFlowType, readonly string[]>> = PASSWORD_FLOWS[caller];
  const flows = allowed[name];
  if (!flows) throw refusedFlow(name, caller);
  const message =
    caller === 'admin' ? 'Auth flow not enabled for this client' : `${name} flow not enabled for this client`;
  checkFlow(client, flows, message);
  return startByPassword(state, client, parameters, metadata);
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

async function refresh(
  state: CognitoState,
  client: UserPoolClient,
  parameters: Parameters,
  metadata: Metadata,
) {
  checkRefreshFlow(client);
  if (rotatesTokens(client)) {
    throw invalidParameter(
      'Refresh token rotation is enabled for this client: use GetTokensFromRefreshToken.',
    );
  }
  const session = state.tokens.sessions.fromRefreshToken(client, parameter(parameters, 'REFRESH_TOKEN'));
  checkSecretHash(client, [session.username], parameters.SECRET_HASH);
  return {
    AuthenticationResult: await state.tokens.renew(client, session, metadata),
    ChallengeParameters: {},
  };
}
