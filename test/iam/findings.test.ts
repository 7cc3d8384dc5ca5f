import { describe, expect, test } from 'vitest';
import { combinedUse, findingsOf, isDenied, type RoleUse, staleExceptions, usedBetween } from './findings.ts';

const grant = (action: string, uses: number, resource = 'arn:aws:dynamodb:::table/a') => ({
  policy: 'keep',
  action,
  resource,
  uses,
});

const http = (...granted: RoleUse['granted']): RoleUse => ({
  role: 'arn:aws:iam::000000000000:role/http',
  granted,
  denied: [],
});

describe('the findings of a role', () => {
  test('are what it never used', () => {
    const [finding] = findingsOf([http(grant('dynamodb:GetItem', 2), grant('dynamodb:PutItem', 0))], {});
    expect(finding).toMatchObject({
      role: 'http',
      granted: 2,
      unused: ['dynamodb:PutItem on arn:aws:dynamodb:::table/a (keep)'],
      missing: [],
    });
  });

  test('are what it was denied', () => {
    const denied = [
      { action: 's3:GetObject', resource: 'arn:aws:s3:::b/c', operation: 's3:GetObject', calls: 3 },
    ];
    const [finding] = findingsOf([{ ...http(), denied }], {});
    expect(finding?.missing).toEqual(['s3:GetObject on arn:aws:s3:::b/c (s3:GetObject, 3 times)']);
  });

  test('leave out the exceptions', () => {
    const [finding] = findingsOf([http(grant('xray:PutTraceSegments', 0, '*'))], {
      'xray:PutTraceSegments': 'why',
    });
    expect(finding?.unused).toEqual([]);
  });
});

describe('the use on several stacks', () => {
  test('is added up grant by grant, though ids differ from stack to stack', () => {
    const one = http(
      grant('kms:Decrypt', 0, 'key/1'),
      grant('s3:GetObject', 2, 'x'),
      grant('s3:GetObject', 0, 'y'),
    );
    const other = http(
      grant('kms:Decrypt', 1, 'key/2'),
      grant('s3:GetObject', 1, 'x'),
      grant('s3:GetObject', 0, 'y'),
    );
    const [role] = combinedUse([[one], [other]]);
    expect(role?.granted).toEqual([
      grant('kms:Decrypt', 1, 'key/1'),
      grant('s3:GetObject', 3, 'x'),
      grant('s3:GetObject', 0, 'y'),
    ]);
  });

  test('has what either of them denied', () => {
    const denied = [
      { action: 's3:GetObject', resource: 'arn:aws:s3:::b/c', operation: 's3:GetObject', calls: 3 },
    ];
    const [role] = combinedUse([[http()], [{ ...http(), denied }]]);
    expect(role?.denied).toEqual(denied);
  });
});

test('an exception is stale that is used, or granted to nobody', () => {
  const exceptions = { 'a:Used': '', 'a:Unused': '', 'a:Nobodys': '' };
  expect(staleExceptions([http(grant('a:Used', 1), grant('a:Unused', 0))], exceptions)).toEqual([
    'a:Used',
    'a:Nobodys',
  ]);
});

test('what was used between two records is named resource by resource', () => {
  const before = [
    http(grant('dynamodb:Query', 1, 'x'), grant('dynamodb:Query', 1, 'y'), grant('dynamodb:GetItem', 5)),
  ];
  const after = [
    http(
      grant('dynamodb:Query', 1, 'x'),
      grant('dynamodb:Query', 3, 'y'),
      grant('dynamodb:GetItem', 5),
      grant('dynamodb:PutItem', 1, 'x'),
    ),
  ];
  expect(usedBetween(before, after)).toEqual(['http keep dynamodb:Query y', 'http keep dynamodb:PutItem x']);
});

test('a role is denied what the record says, and nothing else', () => {
  const denied = [{ action: 's3:GetObject', resource: 'x', operation: 's3:GetObject', calls: 1 }];
  const roles = [{ ...http(), denied }];
  expect(isDenied(roles, 'http', 's3:GetObject')).toBe(true);
  expect(isDenied(roles, 'http', 's3:PutObject')).toBe(false);
  expect(isDenied(roles, 'sign-up', 's3:GetObject')).toBe(false);
});
