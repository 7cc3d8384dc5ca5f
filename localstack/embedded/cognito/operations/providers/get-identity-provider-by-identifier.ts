import type { GetIdentityProviderByIdentifierRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required, resourceNotFound } from '../../errors.ts';
import { describeProvider } from '../../providers/identity-providers.ts';
import type { CognitoState } from '../../state.ts';

/** GetIdentityProviderByIdentifier: e.g. by the domain of a company. */
export const getIdentityProviderByIdentifier = defineOperation({
  name: 'GetIdentityProviderByIdentifier',
  authorization: onPool('GetIdentityProviderByIdentifier'),
  run({ store }: CognitoState, { UserPoolId, IdpIdentifier }: GetIdentityProviderByIdentifierRequest) {
    const identifier = required(IdpIdentifier, 'idpIdentifier');
    const found = [...store.identityProviders(store.pool(UserPoolId).id).values()].find(
      ({ IdpIdentifiers }) => IdpIdentifiers?.includes(identifier),
    );
    if (!found) throw resourceNotFound(`Identity provider with identifier ${identifier} does not exist.`);
    return { IdentityProvider: describeProvider(found) };
  },
});
