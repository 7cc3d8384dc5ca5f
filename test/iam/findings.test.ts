import { describe, expect, test } from 'vitest';
import { combinedUse, findingsOf, isDenied, type RoleUse, staleExceptions, usedBetween } from './findings.ts';

const grant = (action: string, uses: number, resource = 'arn:aws:dynamodb:::table/a') => ({
  policy: 'keep',
  action,
  resource,
  uses,
});

const none = { notExercised: {}, meantToBeDenied: {} };

const http = (...granted: RoleUse['granted']): RoleUse => ({
  role: 'arn:aws:iam::000000000000:role/http',
  granted,
  denied: [],
});

describe('the findings of a role', () => {
  test('are what it never used', () => {
    const [finding] = findingsOf([http(grant('dynamodb:GetItem', 2), grant('dynamodb:PutItem', 0))], none);
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
    const [finding] = findingsOf([{ ...http(), denied }], none);
    expect(finding?.missing).toEqual(['s3:GetObject on arn:aws:s3:::b/c (s3:GetObject, 3 times)']);
  });

  test('leave out the exceptions', () => {
    const denied = [
      {
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::b',
        operation: 's3: a check of the caller',
        calls: 1,
      },
    ];
    const role = 'arn:aws:iam::000000000000:role/expense-tracker-dev-http';
    const [finding, other] = findingsOf(
      [
        { ...http(grant('xray:PutTraceSegments', 0, '*')), role, denied },
        { ...http(), denied },
      ],
      {
        notExercised: { 'xray:PutTraceSegments': 'why' },
        meantToBeDenied: { 'http s3:ListBucket': 'why' },
      },
    );
    expect(finding).toMatchObject({ unused: [], missing: [] });
    expect(other?.missing).toHaveLength(1);
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

test('an exception is stale that is used, or granted to nobody, or denied to nobody', () => {
  const exceptions = {
    notExercised: { 'a:Used': '', 'a:Unused': '', 'a:Nobodys': '' },
    meantToBeDenied: { 'http a:Allowed': '' },
  };
  expect(staleExceptions([http(grant('a:Used', 1), grant('a:Unused', 0))], exceptions)).toEqual([
    'a:Used',
    'a:Nobodys',
    'http a:Allowed',
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
