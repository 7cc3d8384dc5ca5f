import type { DomainDescriptionType } from '@aws-sdk/client-cognito-identity-provider';
import { number, optional, text } from '../arguments.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

const FIELDS = {
  domain: text,
  user_pool_id: text,
  certificate_arn: optional(text),
  managed_login_version: optional(number),
};

/** The zone of CloudFront's distributions in Route 53, the same for all. */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** Where a pool's people sign in. */
export default defineResource<typeof FIELDS, DomainDescriptionType>({
  type: 'aws_cognito_user_pool_domain',
  arguments: FIELDS,
  example: {
    d: {
      domain: 'fixture-domain',
      user_pool_id: ref('aws_cognito_user_pool.p.id'),
      managed_login_version: 2,
    },
  },
  attributes: [
    'aws_account_id',
    'cloudfront_distribution',
    'cloudfront_distribution_arn',
    'cloudfront_distribution_zone_id',
    'id',
    's3_bucket',
    'version',
  ],
  foundBy: ['domain'],
  fixed: {
    user_pool_id: (domain) => domain.UserPoolId ?? '',
    certificate_arn: (domain) => domain.CustomDomainConfig?.CertificateArn ?? null,
  },

  async read({ domain }, { aws }) {
    const { DomainDescription } = await (await aws.cognito()).describeUserPoolDomain({ Domain: domain });
    return DomainDescription?.Domain === undefined ? undefined : DomainDescription;
  },

  async create(wanted, { aws }) {
    const cognito = await aws.cognito();
    await cognito.createUserPoolDomain({
      Domain: wanted.domain,
      UserPoolId: wanted.user_pool_id,
      ManagedLoginVersion: wanted.managed_login_version,
      ...(wanted.certificate_arn === undefined
        ? {}
        : { CustomDomainConfig: { CertificateArn: wanted.certificate_arn } }),
    });
    const { DomainDescription } = await cognito.describeUserPoolDomain({ Domain: wanted.domain });
    return DomainDescription as DomainDescriptionType;
  },

  async update(wanted, found, { aws }) {
    const version = wanted.managed_login_version ?? found.ManagedLoginVersion;
    if (version === found.ManagedLoginVersion) return undefined;
    await (await aws.cognito()).updateUserPoolDomain({
      Domain: wanted.domain,
      UserPoolId: found.UserPoolId,
      ManagedLoginVersion: version,
      ...(found.CustomDomainConfig?.CertificateArn ? { CustomDomainConfig: found.CustomDomainConfig } : {}),
    });
    return { ...found, ManagedLoginVersion: version };
  },

  async delete({ domain }, { UserPoolId }, { aws }) {
    await (await aws.cognito()).deleteUserPoolDomain({ Domain: domain, UserPoolId });
  },

  describe: (found, { domain }) => ({
    id: domain,
    aws_account_id: found.AWSAccountId ?? '',
    cloudfront_distribution: found.CloudFrontDistribution ?? '',
    cloudfront_distribution_arn: found.CloudFrontDistribution ?? '',
    cloudfront_distribution_zone_id: CLOUDFRONT_ZONE,
    s3_bucket: found.S3Bucket ?? '',
    version: found.Version ?? '',
  }),
});
