import type { EmbeddedContext } from '../core/context.ts';
import { kmsErrors } from './errors.ts';

/** The only name that a key policy can have. */
export const POLICY_NAME = 'default';

/** The largest key policy, in bytes (KMS Developer Guide, «Resource quotas»). */
const MAX_POLICY = 32_768;

/** What a key has that was made without a policy: the account decides by IAM (KMS Developer Guide, «Default key policy»). */
export function defaultKeyPolicy(accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

/** The policy of a key that AWS manages for a service: whoever may use the service here may use its key through it. */
export function managedKeyPolicy(service: string, accountId: string, region: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: `auto-${service}-1`,
    Statement: [
      {
        Sid: `Allow access through ${service} for all principals in the account that are authorized to use ${service}`,
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:CallerAccount': accountId,
            'kms:ViaService': `${service}.${region}.amazonaws.com`,
          },
        },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*'],
        Resource: '*',
      },
    ],
  });
}

/** Throws MalformedPolicyDocumentException or LimitExceededException. */
export function checkKeyPolicy({ permissions }: EmbeddedContext, policy: string): void {
  if (Buffer.byteLength(policy) > MAX_POLICY) {
    throw kmsErrors.limitExceeded(`The key policy is larger than ${MAX_POLICY} bytes.`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy);
  } catch {
    throw kmsErrors.malformedPolicy('The new key policy is not valid JSON.');
  }
  const statements = [(parsed as { Statement?: unknown } | null)?.Statement ?? []].flat();
  if (statements.length === 0) throw kmsErrors.malformedPolicy('The new key policy has no statement.');
  for (const statement of statements) {
    const named = statement as Record<string, unknown>;
    const missing = ['Effect', 'Action', 'Principal', 'Resource'].find(
      (element) => named[element] === undefined && named[`Not${element}`] === undefined,
    );
    if (missing) throw kmsErrors.malformedPolicy(`A statement of the new key policy has no ${missing}.`);
  }
  const problem = permissions.problemOf(policy);
  if (problem !== undefined) throw kmsErrors.malformedPolicy(problem);
}

/** Throws NotFoundException for a name that no key policy can have. */
export function checkPolicyName(name: string): void {
  if (name !== POLICY_NAME) throw kmsErrors.policyNotFound();
}
