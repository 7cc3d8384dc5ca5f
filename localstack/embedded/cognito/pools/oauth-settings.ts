import { AwsError } from '../../core/errors.ts';
import { invalidParameter } from '../errors.ts';
import type { UserPool, UserPoolClient } from '../model.ts';
import type { CognitoStore } from '../store.ts';
import { STANDARD_SCOPES } from './scopes.ts';

/**
 * What a client may not ask of OAuth
 * (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html). Throws
 * InvalidParameterException, InvalidOAuthFlowException or ScopeDoesNotExistException.
 */
export function checkOAuth(
  store: CognitoStore,
  pool: UserPool,
  { settings, secret }: Pick<UserPoolClient, 'secret' | 'settings'>,
): void {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [] } = settings;
  if (settings.AllowedOAuthFlowsUserPoolClient && (flows.length === 0 || scopes.length === 0)) {
    throw invalidParameter(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  }
  if (flows.includes('client_credentials')) checkClientCredentials(flows, secret);
  checkScopes(store, pool, scopes);
  for (const name of settings.SupportedIdentityProviders ?? []) {
    if (name !== 'COGNITO' && !store.identityProviders(pool.id).has(name)) {
      throw invalidParameter(`The provider ${name} does not exist for User Pool ${pool.id}.`);
    }
  }
  const { CallbackURLs = [], LogoutURLs = [], DefaultRedirectURI } = settings;
  for (const uri of [...CallbackURLs, ...LogoutURLs]) checkRedirect(uri);
  if (DefaultRedirectURI !== undefined && !CallbackURLs.includes(DefaultRedirectURI)) {
    throw invalidParameter('Default redirect URI should be in the list of callback URLs.');
  }
}

function checkClientCredentials(flows: readonly string[], secret: string | undefined): void {
  if (flows.length > 1) {
    throw invalidFlow('client_credentials flow can not be selected along with code flow or implicit flow.');
  }
  if (secret === undefined) {
    throw invalidFlow('client_credentials flow can not be selected if client does not have a client secret.');
  }
}

function invalidFlow(message: string): AwsError {
  return new AwsError('InvalidOAuthFlowException', message);
}

function checkScopes(store: CognitoStore, pool: UserPool, scopes: readonly string[]): void {
  const custom = [...store.resourceServers(pool.id).values()].flatMap(({ Identifier, Scopes = [] }) =>
    Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`),
  );
  const unknown = scopes.find((scope) => !STANDARD_SCOPES.includes(scope) && !custom.includes(scope));
  if (unknown !== undefined) {
    throw new AwsError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  }
}

/** Absolute, without a fragment, and over TLS but for a browser's own machine; applications may have schemes of their own. */
function checkRedirect(uri: string): void {
  const url = URL.parse(uri);
  if (!url) throw invalidParameter(`${uri} is not a valid redirect URI.`);
  if (uri.includes('#')) throw invalidParameter(`${uri} cannot contain a fragment.`);
  if (url.protocol === 'http:' && url.hostname !== 'localhost') {
    throw invalidParameter(`${uri} cannot use the HTTP protocol.`);
  }
}
