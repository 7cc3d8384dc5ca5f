import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { required, resourceNotFound } from '../errors.ts';
import type { UserPool } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** The pool with that ARN. Throws ResourceNotFoundException. */
export function poolWithArn(store: CognitoStore, arn: string | undefined): UserPool {
  const found = [...store.pools.values()].find((pool) => pool.arn === required(arn, 'resourceArn'));
  if (!found) throw resourceNotFound(`Resource ${arn} does not exist.`);
  return found;
}

/** A pool as ListUserPools shows it. */
export function summarizePool(pool: UserPool) {
  return {
    Id: pool.id,
    Name: pool.name,
    LambdaConfig: pool.settings.LambdaConfig,
    CreationDate: new Date(pool.createdAt),
    LastModifiedDate: new Date(pool.updatedAt),
  };
}

/** A pool as DescribeUserPool shows it. */
export function describePool(store: CognitoStore, pool: UserPool): UserPoolType {
  const domains = [...store.domains.values()].filter((domain) => domain.poolId === pool.id);
  return {
    ...pool.settings,
    ...summarizePool(pool),
    Arn: pool.arn,
    SchemaAttributes: [...pool.schema],
    UserPoolTags: { ...pool.tags },
    EstimatedNumberOfUsers: store.users(pool.id).size,
    Domain: domains.find((domain) => !domain.customDomain)?.domain,
    CustomDomain: domains.find((domain) => domain.customDomain)?.domain,
  };
}
