import type { UpdateUserPoolDomainRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { domainOf, domainSettings } from '../../pools/domains.ts';
import type { CognitoState } from '../../state.ts';

/** UpdateUserPoolDomain. */
export const updateUserPoolDomain = defineOperation({
  name: 'UpdateUserPoolDomain',
  authorization: onPool('UpdateUserPoolDomain'),
  run({ store }: CognitoState, input: UpdateUserPoolDomainRequest) {
    const found = domainOf(store, input.UserPoolId, input.Domain);
    store.domains.set(found.domain, { ...found, ...domainSettings(input) });
    return { ManagedLoginVersion: input.ManagedLoginVersion };
  },
});
