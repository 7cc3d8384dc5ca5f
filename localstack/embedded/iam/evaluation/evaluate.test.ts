import { describe, expect, test } from 'vitest';
import type { Principal } from '../../core/service.ts';
import { evaluate, type Policies } from './evaluate.ts';
import { compilePolicy } from './policy.ts';

const ACCOUNT = '000000000000';
const ROLE: Principal = {
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/http/session`,
  accountId: ACCOUNT,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/http`,
};
const ROOT: Principal = { arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT };
const S3: Principal = { arn: 's3.amazonaws.com', service: 's3.amazonaws.com', accountId: ACCOUNT };
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`;

interface Line {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly [member: string]: unknown;
}

function policy(...statements: readonly Line[]) {
  const Statement = statements.map((line) => ({
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: '*',
    ...line,
  }));
  return compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), 'policy');
}

function ask(policies: Policies, principal: Principal = ROLE) {
  const request = { action: 'sqs:SendMessage', resource: QUEUE, principal, keys: () => undefined };
  const decision = evaluate(request, policies);
  return decision.allowed ? 'allowed' : decision.denied;
}

describe('a role', () => {
  test('may nothing that no statement allows', () => {
    expect(ask({ identity: [] })).toBe('implicit');
    expect(ask({ identity: [policy({ Action: 'sqs:ReceiveMessage' })] })).toBe('implicit');
    expect(ask({ identity: [policy({ Resource: 'arn:aws:sqs:us-east-1:000000000000:other' })] })).toBe(
      'implicit',
    );
  });

  test('may what its own policy or the one of the resource allows', () => {
    expect(ask({ identity: [policy({})] })).toBe('allowed');
    expect(ask({ identity: [], resource: policy({ Principal: { AWS: ROLE.roleArn } }) })).toBe('allowed');
    expect(ask({ identity: [], resource: policy({ Principal: { AWS: ROLE.arn } }) })).toBe('allowed');
    expect(ask({ identity: [], resource: policy({ Principal: '*' }) })).toBe('allowed');
  });

  test('may not what any policy denies, whatever others allow', () => {
    const deny = policy({ Effect: 'Deny' });
    expect(ask({ identity: [policy({}), deny] })).toBe('identity');
    expect(ask({ identity: [policy({})], resource: policy({ Effect: 'Deny', Principal: '*' }) })).toBe(
      'resource',
    );
  });

  test('is not let in by a resource that trusts the account: that leaves it to its own policies', () => {
    const resource = policy({ Principal: { AWS: ROOT.arn } });
    expect(ask({ identity: [], resource })).toBe('implicit');
    expect(ask({ identity: [], resource }, ROOT)).toBe('allowed');
    expect(ask({ identity: [policy({})], resource, resourceDecides: true })).toBe('allowed');
    expect(ask({ identity: [], resource, resourceDecides: true })).toBe('implicit');
  });

  test('needs the resource where that alone decides', () => {
    expect(ask({ identity: [policy({})], resourceDecides: true })).toBe('implicit');
    expect(
      ask({ identity: [], resource: policy({ Principal: { AWS: ROLE.roleArn } }), resourceDecides: true }),
    ).toBe('allowed');
  });

  test('is meant by all principals but those that are excepted', () => {
    const others = policy({ Effect: 'Deny', NotPrincipal: { AWS: ROLE.roleArn } });
    expect(ask({ identity: [policy({})], resource: others })).toBe('allowed');
    expect(ask({ identity: 'everything', resource: others }, ROOT)).toBe('resource');
    const NotPrincipal = { AWS: `${ROLE.roleArn}x` };
    expect(ask({ identity: [], resource: policy({ NotPrincipal }) })).toBe('allowed');
  });

  test('is not meant by a policy of a resource that names nobody', () => {
    expect(ask({ identity: [], resource: policy({}) })).toBe('implicit');
  });
});

describe('a role with a permissions boundary', () => {
  const within = policy({ Resource: [QUEUE] });
  const without = policy({ Action: 'sqs:ReceiveMessage' });
  const deny = policy({ Effect: 'Deny' });

  test('may what both its own policies and the boundary allow', () => {
    expect(ask({ identity: [policy({})], boundary: within })).toBe('allowed');
    expect(ask({ identity: [policy({})], boundary: without })).toBe('out-of-bounds');
    expect(ask({ identity: [], boundary: within })).toBe('implicit');
  });

  test('may not what the boundary denies, whoever allows it', () => {
    expect(ask({ identity: [policy({})], boundary: deny })).toBe('boundary');
    const resource = policy({ Principal: { AWS: ROLE.arn } });
    expect(ask({ identity: [], boundary: deny, resource })).toBe('boundary');
  });

  test('is limited by it where a resource allows the role', () => {
    const resource = policy({ Principal: { AWS: ROLE.roleArn } });
    for (const resourceDecides of [false, true]) {
      expect(ask({ identity: [], boundary: without, resource, resourceDecides })).toBe('out-of-bounds');
      expect(ask({ identity: [], boundary: within, resource, resourceDecides })).toBe('allowed');
    }
  });

  test('is not limited by it where a resource allows the session, or everybody', () => {
    for (const Principal of [{ AWS: ROLE.arn }, { AWS: [ROLE.roleArn, ROLE.arn] }, '*'])
      expect(ask({ identity: [], boundary: without, resource: policy({ Principal }) })).toBe('allowed');
  });

  test('is limited by it where a resource leaves it to the account', () => {
    const resource = policy({ Principal: { AWS: ROOT.arn } });
    const asked = { identity: [policy({})], resource, resourceDecides: true };
    expect(ask({ ...asked, boundary: within })).toBe('allowed');
    expect(ask({ ...asked, boundary: without })).toBe('out-of-bounds');
  });

  test('is meant by every deny with NotPrincipal, also where it is excepted', () => {
    const resource = policy({ Effect: 'Deny', NotPrincipal: { AWS: ROLE.roleArn } });
    expect(ask({ identity: [policy({})], boundary: within, resource })).toBe('resource');
  });

  test('is meant by no other statement that excepts it, nor by a deny of somebody else', () => {
    const allowed = policy({ NotPrincipal: { AWS: ROLE.roleArn } });
    expect(ask({ identity: [], boundary: within, resource: allowed })).toBe('implicit');
    const denied = policy({ Effect: 'Deny', Principal: { AWS: `${ROLE.roleArn}x` } });
    expect(ask({ identity: [policy({})], boundary: within, resource: denied })).toBe('allowed');
  });
});

describe('the root user', () => {
  test('may everything that no resource denies', () => {
    expect(ask({ identity: 'everything' }, ROOT)).toBe('allowed');
    expect(ask({ identity: 'everything', resource: policy({ Effect: 'Deny', Principal: '*' }) }, ROOT)).toBe(
      'resource',
    );
  });
});

describe('a service', () => {
  test("is decided by the resource's policy", () => {
    expect(ask({ identity: [] }, S3)).toBe('implicit');
    expect(ask({ identity: [], resource: policy({ Principal: { Service: S3.arn } }) }, S3)).toBe('allowed');
    expect(ask({ identity: [], resource: policy({ Principal: { Service: 'sns.amazonaws.com' } }) }, S3)).toBe(
      'implicit',
    );
  });
});

test('a decision says by which statement it was made', () => {
  const decision = evaluate(
    { action: 'sqs:SendMessage', resource: QUEUE, principal: ROLE, keys: () => undefined },
    {
      identity: [
        policy({ Action: 'sqs:Receive*' }, { Action: ['sqs:Get*', 'sqs:Send*'], Resource: [QUEUE] }),
      ],
    },
  );
  expect(decision).toMatchObject({
    allowed: true,
    grant: { policy: 'policy', statement: 1, action: 'sqs:Send*', resource: QUEUE },
  });
});

describe('where both the caller and the resource allow it, the decision is made', () => {
  const explained = (policies: Omit<Policies, 'identity' | 'resource'>) => {
    const request = { action: 'sqs:SendMessage', resource: QUEUE, principal: ROLE, keys: () => undefined };
    const decision = evaluate(request, {
      ...policies,
      identity: [policy({ Action: 'sqs:*' })],
      resource: policy({ Action: 'sqs:Send*', Principal: { AWS: ROLE.arn } }),
    });
    return 'grant' in decision && decision.grant?.action;
  };

  test("by the caller's policy", () => {
    expect(explained({})).toBe('sqs:*');
    expect(explained({ boundary: policy({}) })).toBe('sqs:*');
  });

  test("by the resource's, where that alone admits, or is out of the boundary's reach", () => {
    expect(explained({ resourceDecides: true })).toBe('sqs:Send*');
    expect(explained({ resourceDecides: true, boundary: policy({}) })).toBe('sqs:Send*');
    expect(explained({ boundary: policy({ Action: 'sqs:ReceiveMessage' }) })).toBe('sqs:Send*');
  });
});
