import type { CreateUserPoolDomainRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { invalidParameter, required } from '../../errors.ts';
import { cloudFrontDomain, domainSettings } from '../../pools/domains.ts';
import type { CognitoState } from '../../state.ts';

/** CreateUserPoolDomain: known to the control plane alone; no hosted pages are served behind it. */
export const createUserPoolDomain = defineOperation({
  name: 'CreateUserPoolDomain',
  authorization: onPool('CreateUserPoolDomain'),
  run({ store }: CognitoState, input: CreateUserPoolDomainRequest) {
    const pool = store.pool(input.UserPoolId);
    const name = required(input.Domain, 'domain');
    if (store.domains.has(name)) throw invalidParameter(`Domain already associated with another user pool.`);
    store.domains.set(name, { domain: name, poolId: pool.id, ...domainSettings(input) });
    return {
      ManagedLoginVersion: input.ManagedLoginVersion,
      ...(input.CustomDomainConfig?.CertificateArn ? { CloudFrontDomain: cloudFrontDomain(name) } : {}),
    };
  },
});
