import { describe, expect, test } from 'vitest';
import type { Principal } from '../../core/service.ts';
import { compilePrincipal, isFederatedOnly } from './principals.ts';

const accountId = '000000000000';
const role = {
  arn: `arn:aws:sts::${accountId}:assumed-role/http/session`,
  accountId,
  roleArn: `arn:aws:iam::${accountId}:role/http`,
} satisfies Principal;
const root: Principal = { arn: `arn:aws:iam::${accountId}:root`, accountId };
const service: Principal = { arn: 's3.amazonaws.com', service: 's3.amazonaws.com', accountId };

describe('a Principal element', () => {
  test.each<[unknown, 'self' | 'role' | 'account' | undefined, typeof root, string]>([
    ['*', 'self', role, 'everybody'],
    [{ AWS: '*' }, 'self', role, 'everybody'],
    [{ AWS: role.arn }, 'self', role, 'a session'],
    [{ AWS: role.roleArn }, 'role', role, "a session's role"],
    [{ AWS: `${role.roleArn}x` }, undefined, role, 'another role'],
    [{ AWS: accountId }, 'account', role, "a session's account"],
    [{ AWS: root.arn }, 'account', role, "a session's account"],
    [{ AWS: root.arn }, 'self', root, 'the root user'],
    [{ AWS: `${accountId}:root` }, 'self', root, 'the root user'],
    [{ AWS: `arn:aws-us-gov:iam::${accountId}` }, 'self', root, 'the root user'],
    [{ AWS: '111111111111' }, undefined, root, 'another account'],
    [{ AWS: accountId }, undefined, service, 'no service, which belongs to nobody'],
    [{ Service: 's3.amazonaws.com' }, 'self', service, 'a service'],
    [{ Service: 'sns.amazonaws.com' }, undefined, service, 'another service'],
    [{ Service: 's3.amazonaws.com' }, undefined, role, 'a service'],
    [{ Federated: '*' }, undefined, role, "another provider's people"],
    [{ AWS: [accountId, role.roleArn] }, 'role', role, 'the nearer of two'],
    [{ AWS: [role.roleArn, role.arn] }, 'self', role, 'the nearest of two'],
    [{ AWS: [] }, undefined, role, 'nobody'],
    [
      { Service: ['sns.amazonaws.com', 's3.amazonaws.com'], AWS: '1'.repeat(12) },
      'self',
      service,
      'one of several',
    ],
  ])('%j is %s for %j: %s', (element, match, principal) => {
    expect(compilePrincipal(element)(principal)).toBe(match);
  });

  test.each([
    ['http', 'Invalid principal in policy.'],
    [null, 'Invalid principal in policy.'],
    [undefined, 'Invalid principal in policy.'],
    [{ AWS: 'http' }, 'Invalid principal in policy: "AWS":"http"'],
    [{ AWS: 'an arn:aws:iam::000000000000:root' }, 'Invalid principal in policy: "AWS":"an arn'],
    [{ AWS: '0000000000001' }, 'Invalid principal in policy: "AWS":"0000000000001"'],
    [{ AWS: 'x000000000000' }, 'Invalid principal in policy: "AWS":"x000000000000"'],
    [{ AWS: 12 }, 'The embedded AWS does not know the principal "AWS".'],
    [{ CanonicalUser: 'x' }, 'The embedded AWS does not know the principal "CanonicalUser".'],
  ])('%j is refused: %s', (element, message) => {
    expect(() => compilePrincipal(element)).toThrow(message);
  });
});

test.each([
  [{ Federated: 'x' }, true],
  [{ Federated: 'x', AWS: '*' }, false],
  [{ AWS: '*' }, false],
  ['Federated', false],
  ['*', false],
  [null, false],
  [undefined, false],
])('%j is for the people of other providers alone: %s', (element, expected) => {
  expect(isFederatedOnly(element)).toBe(expected);
});
