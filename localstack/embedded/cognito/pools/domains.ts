import type { CreateUserPoolDomainRequest } from '@aws-sdk/client-cognito-identity-provider';
import { resourceNotFound } from '../errors.ts';
import type { Domain } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** A domain of a pool. Throws ResourceNotFoundException. */
export function domainOf(store: CognitoStore, poolId: string | undefined, name: string | undefined): Domain {
  const found = store.domains.get(name ?? '');
  if (!found || found.poolId !== poolId) throw resourceNotFound(`Domain ${name} does not exist.`);
  return found;
}

/** What a request sets of a domain. */
export function domainSettings({
  CustomDomainConfig,
  ManagedLoginVersion,
}: Pick<CreateUserPoolDomainRequest, 'CustomDomainConfig' | 'ManagedLoginVersion'>): Partial<Domain> {
  const arn = CustomDomainConfig?.CertificateArn;
  return {
    ...(arn ? { customDomain: { CertificateArn: arn } } : {}),
    ...(ManagedLoginVersion === undefined ? {} : { managedLoginVersion: ManagedLoginVersion }),
  };
}

/** The distribution that AWS would put before a domain: a name, behind which nothing is served. */
export function cloudFrontDomain(domain: string): string {
  return `${domain.replaceAll(/[^a-z0-9]/g, '').slice(0, 13)}.cloudfront.net`;
}
