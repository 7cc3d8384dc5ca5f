import type {
  CreateUserPoolDomainRequest,
  DeleteUserPoolDomainRequest,
  DescribeUserPoolDomainRequest,
  UpdateUserPoolDomainRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required, resourceNotFound } from '../errors.ts';
import type { Domain } from '../model.ts';
import type { CognitoParts } from '../parts.ts';

/** Domains as the control plane knows them. No hosted pages are served behind them. */
export function domainOperations({ context, store }: CognitoParts) {
  const domainOf = (poolId: string | undefined, name: string | undefined): Domain => {
    const found = store.domains.get(name ?? '');
    if (!found || found.poolId !== poolId) throw resourceNotFound(`Domain ${name} does not exist.`);
    return found;
  };

  return {
    CreateUserPoolDomain(input: CreateUserPoolDomainRequest) {
      const pool = store.pool(input.UserPoolId);
      const name = required(input.Domain, 'domain');
      if (store.domains.has(name))
        throw invalidParameter(`Domain already associated with another user pool.`);
      const arn = input.CustomDomainConfig?.CertificateArn;
      store.domains.set(name, {
        domain: name,
        poolId: pool.id,
        ...(arn ? { customDomain: { CertificateArn: arn } } : {}),
        ...(input.ManagedLoginVersion === undefined
          ? {}
          : { managedLoginVersion: input.ManagedLoginVersion }),
      });
      return {
        ManagedLoginVersion: input.ManagedLoginVersion,
        ...(arn ? { CloudFrontDomain: cloudFront(name) } : {}),
      };
    },

    DescribeUserPoolDomain(input: DescribeUserPoolDomainRequest) {
      const found = store.domains.get(required(input.Domain, 'domain'));
      if (!found) return { DomainDescription: {} };
      return {
        DomainDescription: {
          UserPoolId: found.poolId,
          AWSAccountId: context.accountId,
          Domain: found.domain,
          S3Bucket: 'aws-cognito-prod-assets',
          CloudFrontDistribution: cloudFront(found.domain),
          Version: '1',
          Status: 'ACTIVE',
          CustomDomainConfig: found.customDomain ?? {},
          ManagedLoginVersion: found.managedLoginVersion ?? 1,
        },
      };
    },

    UpdateUserPoolDomain(input: UpdateUserPoolDomainRequest) {
      const found = domainOf(input.UserPoolId, input.Domain);
      const arn = input.CustomDomainConfig?.CertificateArn;
      store.domains.set(found.domain, {
        ...found,
        ...(arn ? { customDomain: { CertificateArn: arn } } : {}),
        ...(input.ManagedLoginVersion === undefined
          ? {}
          : { managedLoginVersion: input.ManagedLoginVersion }),
      });
      return { ManagedLoginVersion: input.ManagedLoginVersion };
    },

    DeleteUserPoolDomain(input: DeleteUserPoolDomainRequest) {
      store.domains.delete(domainOf(input.UserPoolId, input.Domain).domain);
      return {};
    },
  };
}

function cloudFront(domain: string): string {
  return `${domain.replaceAll(/[^a-z0-9]/g, '').slice(0, 13)}.cloudfront.net`;
}
