import type { DescribeUserPoolDomainRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onAll } from '../../authorization.ts';
import { required } from '../../errors.ts';
import { cloudFrontDomain } from '../../pools/domains.ts';
import type { CognitoState } from '../../state.ts';

/** DescribeUserPoolDomain: an empty description where there is no such domain. */
export const describeUserPoolDomain = defineOperation({
  name: 'DescribeUserPoolDomain',
  authorization: onAll('DescribeUserPoolDomain'),
  run({ context, store }: CognitoState, { Domain }: DescribeUserPoolDomainRequest) {
    const found = store.domains.get(required(Domain, 'domain'));
    if (!found) return { DomainDescription: {} };
    return {
      DomainDescription: {
        UserPoolId: found.poolId,
        AWSAccountId: context.accountId,
        Domain: found.domain,
        S3Bucket: 'aws-cognito-prod-assets',
        CloudFrontDistribution: cloudFrontDomain(found.domain),
        Version: '1',
        Status: 'ACTIVE',
        CustomDomainConfig: found.customDomain ?? {},
        ManagedLoginVersion: found.managedLoginVersion ?? 1,
      },
    };
  },
});
