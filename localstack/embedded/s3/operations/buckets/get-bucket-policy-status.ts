import { onBucket } from '../../authorization.ts';
import { CONFIGURATIONS, readConfiguration } from '../../buckets/configurations.ts';
import { withXml } from '../../http/answers.ts';
import { bucketInput } from '../../http/input.ts';
import type { BucketInput } from '../../model.ts';
import { defineS3Operation } from '../../operation.ts';

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** GetBucketPolicyStatus: public is what allows anyone without a condition. Throws NoSuchBucketPolicy. */
export const getBucketPolicyStatus = defineS3Operation({
  name: 'GetBucketPolicyStatus',
  authorization: onBucket('GetBucketPolicyStatus'),
  metering: 'readRequests',
  binding: {
    method: 'GET',
    level: 'bucket',
    subresource: 'policyStatus',
    read: bucketInput,
    write(output) {
      const { IsPublic } = output.PolicyStatus as { IsPublic: boolean };
      return withXml('PolicyStatus', { IsPublic: IsPublic ? 'TRUE' : 'FALSE' });
    },
  },
  run({ buckets }, input: BucketInput) {
    const { Document } = readConfiguration(buckets, CONFIGURATIONS.policy, input);
    const policy = JSON.parse(Document) as { Statement: Statement | Statement[] };
    return { PolicyStatus: { IsPublic: [policy.Statement].flat().some(isPublic) } };
  },
});

function isPublic(statement: Statement): boolean {
  if (statement.Effect !== 'Allow' || statement.Condition !== undefined) return false;
  const principal = statement.Principal as string | { AWS?: string | string[] } | undefined;
  if (principal === '*') return true;
  return typeof principal === 'object' && [principal.AWS].flat().includes('*');
}
