import type { CreateIdentityProviderRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../../core/errors.ts';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { invalidParameter, required } from '../../errors.ts';
import {
  describeProvider,
  providerSettings,
  requireFreeProvider,
} from '../../providers/identity-providers.ts';
import type { CognitoState } from '../../state.ts';

/** Names of providers; they become part of usernames, so that an underscore ends them. */
const NAME = /^[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}]{0,30}[^_\p{Z}]$/u;

/** CreateIdentityProvider: of OpenID Connect. Its endpoints are looked up when somebody signs in. */
export const createIdentityProvider = defineOperation({
  name: 'CreateIdentityProvider',
  authorization: onPool('CreateIdentityProvider'),
  run({ context, store }: CognitoState, input: CreateIdentityProviderRequest) {
    const pool = store.pool(required(input.UserPoolId, 'userPoolId'));
    const ProviderName = required(input.ProviderName, 'providerName');
    if (!NAME.test(ProviderName) || ProviderName === 'COGNITO') {
      throw invalidParameter(
        `1 validation error detected: Value '${ProviderName}' at 'providerName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+`,
      );
    }
    const settings = providerSettings(pool, required(input.ProviderType, 'providerType'), input);
    if (store.identityProviders(pool.id).has(ProviderName)) {
      throw new AwsError(
        'DuplicateProviderException',
        `A provider ${ProviderName} already exists in user pool ${pool.id}`,
      );
    }
    requireFreeProvider(store, pool, ProviderName, settings.IdpIdentifiers ?? []);
    const now = context.clock.now();
    const provider = {
      UserPoolId: pool.id,
      ProviderName,
      ProviderType: input.ProviderType,
      ...settings,
      createdAt: now,
      updatedAt: now,
    };
    store.identityProviders(pool.id).set(ProviderName, provider);
    return { IdentityProvider: describeProvider(provider) };
  },
});
