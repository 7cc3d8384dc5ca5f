import type { UpdateIdentityProviderRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import {
  describeProvider,
  providerOf,
  providerSettings,
  requireFreeProvider,
} from '../../providers/identity-providers.ts';
import type { CognitoState } from '../../state.ts';

/** UpdateIdentityProvider: what is left out stays. */
export const updateIdentityProvider = defineOperation({
  name: 'UpdateIdentityProvider',
  authorization: onPool('UpdateIdentityProvider'),
  run({ context, store }: CognitoState, input: UpdateIdentityProviderRequest) {
    const found = providerOf(store, input.UserPoolId, input.ProviderName);
    const pool = store.pool(input.UserPoolId);
    const settings = providerSettings(pool, found.ProviderType, {
      ProviderDetails: input.ProviderDetails ?? { ...found.ProviderDetails },
      AttributeMapping: input.AttributeMapping ?? found.AttributeMapping,
      IdpIdentifiers: input.IdpIdentifiers ?? found.IdpIdentifiers,
    });
    requireFreeProvider(store, pool, found.ProviderName, settings.IdpIdentifiers ?? []);
    const provider = { ...found, ...settings, updatedAt: context.clock.now() };
    store.identityProviders(pool.id).set(found.ProviderName, provider);
    return { IdentityProvider: describeProvider(provider) };
  },
});
