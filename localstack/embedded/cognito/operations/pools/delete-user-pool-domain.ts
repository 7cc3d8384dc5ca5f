import type { DeleteUserPoolDomainRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { domainOf } from '../../pools/domains.ts';
import type { CognitoState } from '../../state.ts';

/** DeleteUserPoolDomain. */
export const deleteUserPoolDomain = defineOperation({
  name: 'DeleteUserPoolDomain',
  authorization: onPool('DeleteUserPoolDomain'),
  run({ store }: CognitoState, { UserPoolId, Domain }: DeleteUserPoolDomainRequest) {
    store.domains.delete(domainOf(store, UserPoolId, Domain).domain);
    return {};
  },
});
