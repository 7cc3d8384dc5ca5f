import type { CreateUserPoolDomainRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { invalidParameter, required } from '../../errors.ts';
import { cloudFrontDomain, domainSettings } from '../../pools/domains.ts';
import type { CognitoState } from '../../state.ts';

/** Prefix domains. */
const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Custom domains: names of DNS below another, which neither an IP address nor this AWS's own `localhost` is. */
const CUSTOM = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
const RESERVED = ['aws', 'amazon', 'cognito'];

/** CreateUserPoolDomain: from then on people sign in below `/_cognito/DOMAIN`, or by the host `DOMAIN.auth.REGION.localhost`. */
export const createUserPoolDomain = defineOperation({
  name: 'CreateUserPoolDomain',
  authorization: onPool('CreateUserPoolDomain'),
  run({ store }: CognitoState, input: CreateUserPoolDomainRequest) {
    const pool = store.pool(input.UserPoolId);
    const name = required(input.Domain, 'domain');
    const isCustom = Boolean(input.CustomDomainConfig?.CertificateArn);
    if (isCustom && !CUSTOM.test(name)) throw invalidParameter('Custom domain is not a valid subdomain.');
    if (!isCustom) {
      if (!PREFIX.test(name)) {
        throw invalidParameter(
          `1 validation error detected: Value '${name}' at 'domain' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$`,
        );
      }
      const reserved = RESERVED.find((word) => name.includes(word));
      if (reserved !== undefined) throw invalidParameter(`Domain cannot contain reserved word: ${reserved}`);
    }
    if (store.domains.has(name)) throw invalidParameter(`Domain already associated with another user pool.`);
    for (const owned of store.domains.values()) {
      if (owned.poolId === pool.id && Boolean(owned.customDomain) === isCustom) {
        throw invalidParameter('User pool already has a domain configured.');
      }
    }
    store.domains.set(name, { domain: name, poolId: pool.id, ...domainSettings(input) });
    return {
      ManagedLoginVersion: input.ManagedLoginVersion,
      ...(isCustom ? { CloudFrontDomain: cloudFrontDomain(name) } : {}),
    };
  },
});
