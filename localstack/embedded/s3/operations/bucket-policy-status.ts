import type { Buckets } from '../buckets.ts';
import { CONFIGURATIONS, getConfiguration } from './configurations.ts';

interface Statement {
  Effect?: string;
  Principal?: unknown;
  Condition?: unknown;
}

/** GetBucketPolicyStatus: public is what allows anyone without a condition. Throws NoSuchBucketPolicy. */
export function getBucketPolicyStatus(buckets: Buckets) {
  const kind = CONFIGURATIONS.find(({ subresource }) => subresource === 'policy');
  if (!kind) throw new Error('No configuration of that name');
  const getPolicy = getConfiguration(buckets, kind);
  return (input: { Bucket: string }) => {
    const policy = JSON.parse(getPolicy(input).Document) as { Statement: Statement | Statement[] };
    return { PolicyStatus: { IsPublic: [policy.Statement].flat().some(isPublic) } };
  };
}

function isPublic(statement: Statement): boolean {
  if (statement.Effect !== 'Allow' || statement.Condition !== undefined) return false;
  const principal = statement.Principal as string | { AWS?: string | string[] } | undefined;
  if (principal === '*') return true;
  return typeof principal === 'object' && [principal.AWS].flat().includes('*');
}
