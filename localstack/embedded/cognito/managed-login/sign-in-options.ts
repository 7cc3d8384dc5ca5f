import type { UserPoolClient } from '../model.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { Exchange } from './exchange.ts';

/** How people may sign in to an application. */
export function signInOptions({ state, pool }: Exchange, client: UserPoolClient) {
  const supported = client.settings.SupportedIdentityProviders ?? [];
  return {
    /** By the pool's own passwords. */
    own: supported.includes('COGNITO'),
    providers: [...state.store.identityProviders(pool.id).values()].filter(({ ProviderName }) =>
      supported.includes(ProviderName),
    ),
    /** Whether people may make an account by themselves. */
    signUp: supported.includes('COGNITO') && !pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly,
  };
}

/** Whether an application's people may sign in by that provider. */
export function isOffered(exchange: Exchange, client: UserPoolClient, name: string): boolean {
  return signInOptions(exchange, client).providers.some(({ ProviderName }) => ProviderName === name);
}

/** The provider that an application asks for, by its name or by one of its identifiers, e.g. the domain of a company. */
export function chosenProvider(
  { state, pool }: Exchange,
  { parameters }: AuthorizationRequest,
): string | undefined {
  const name = parameters.get('identity_provider');
  if (name !== null) return name === 'COGNITO' ? undefined : name;
  const identifier = parameters.get('idp_identifier');
  if (identifier === null) return undefined;
  const found = [...state.store.identityProviders(pool.id).values()].find(({ IdpIdentifiers }) =>
    IdpIdentifiers?.includes(identifier),
  );
  return found?.ProviderName ?? identifier;
}
