import { describe, expect, test } from 'vitest';
import { compilePolicy } from './policy.ts';
import type { KeyLookup } from './template.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

function matches(
  statement: object,
  {
    action = 'dynamodb:GetItem',
    resource = TABLE,
    keys = {} as Readonly<Record<string, string | string[]>>,
  } = {},
  Version = '2012-10-17',
): boolean {
  const whole = { Effect: 'Allow', Action: '*', Resource: '*', ...statement };
  const [compiled] = compilePolicy(JSON.stringify({ Version, Statement: whole }), 'policy').statements;
  const lookup: KeyLookup = (key) => (keys[key] === undefined ? undefined : [keys[key]].flat());
  return compiled?.match(action, resource, lookup) !== undefined;
}

const conditional = (
  operator: string,
  key: string,
  value: unknown,
  keys: Record<string, string | string[]>,
) => matches({ Condition: { [operator]: { [key]: value } } }, { keys });

describe('Action and NotAction', () => {
  test.each([
    ['*', true],
    ['dynamodb:GetItem', true],
    ['DynamoDB:getitem', true],
    ['dynamodb:Get*', true],
    ['dynamodb:?etItem', true],
    ['dynamodb:Put*', false],
    ['s3:GetItem', false],
  ])('%s: %s', (Action, expected) => {
    expect(matches({ Action })).toBe(expected);
    expect(matches({ Action: undefined, NotAction: Action })).toBe(!expected);
  });
});

describe('Resource and NotResource', () => {
  test.each([
    ['*', true],
    [TABLE, true],
    ['arn:aws:dynamodb:*:*:table/*', true],
    ['arn:aws:dynamodb:us-east-?:000000000000:table/ord*', true],
    [TABLE.toUpperCase(), false],
    [`${TABLE}/index/owner`, false],
    // A wildcard does not reach from one part of an ARN into the next.
    ['arn:aws:*:table/orders', false],
  ])('%s: %s', (Resource, expected) => {
    expect(matches({ Resource })).toBe(expected);
    expect(matches({ Resource: undefined, NotResource: Resource })).toBe(!expected);
  });
});

describe('policy variables', () => {
  const keys = { 'aws:principalaccount': '000000000000' };

  test('are filled in from the request', () => {
    const Resource = `arn:aws:dynamodb:us-east-1:\${aws:PrincipalAccount}:table/*`;
    expect(matches({ Resource }, { keys })).toBe(true);
    expect(matches({ Resource }, { keys: { 'aws:principalaccount': '111111111111' } })).toBe(false);
  });

  test('match nothing where the request lacks them, unless they have a default', () => {
    expect(matches({ Resource: `${TABLE}\${aws:SourceArn}` })).toBe(false);
    expect(
      matches({ Resource: `arn:aws:dynamodb:us-east-1:000000000000:table/\${aws:SourceArn, 'orders'}` }),
    ).toBe(true);
  });

  test('are no wildcards, whatever they hold', () => {
    const Resource = `arn:aws:dynamodb:us-east-1:000000000000:table/\${aws:PrincipalTag/team}`;
    expect(matches({ Resource }, { keys: { 'aws:principaltag/team': '*' } })).toBe(false);
    expect(matches({ Resource }, { keys: { 'aws:principaltag/team': 'orders' } })).toBe(true);
  });

  test('write the signs that would be wildcards', () => {
    const Resource = `arn:aws:dynamodb:us-east-1:000000000000:table/\${*}`;
    expect(matches({ Resource })).toBe(false);
    expect(matches({ Resource }, { resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/*' })).toBe(true);
  });

  test('are text in a policy of the old version', () => {
    const Resource = `arn:aws:dynamodb:us-east-1:\${aws:PrincipalAccount}:table/*`;
    expect(matches({ Resource }, { keys }, '2008-10-17')).toBe(false);
  });
});

describe('conditions', () => {
  const arn = 'arn:aws:iam::000000000000:role/http';

  test.each([
    ['StringEquals', 's3:prefix', 'a', 'a', 'A'],
    ['StringEqualsIgnoreCase', 's3:prefix', 'a', 'A', 'b'],
    ['StringLike', 's3:prefix', 'home/*', 'home/x', 'house'],
    ['NumericEquals', 's3:max-keys', '10', '10.0', '9'],
    ['NumericLessThan', 's3:max-keys', '10', '9', '10'],
    ['NumericLessThanEquals', 's3:max-keys', '10', '10', '11'],
    ['NumericGreaterThan', 's3:max-keys', '10', '11', '10'],
    ['NumericGreaterThanEquals', 's3:max-keys', '10', '10', '9'],
    [
      'DateEquals',
      'aws:CurrentTime',
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00.000Z',
      '2026-01-02T00:00:00Z',
    ],
    ['DateLessThan', 'aws:CurrentTime', '2026-01-02', '2026-01-01T23:59:59Z', '2026-01-02T00:00:00Z'],
    ['DateGreaterThan', 'aws:CurrentTime', '2026-01-02', '2026-01-02T00:00:01Z', '2026-01-02T00:00:00Z'],
    ['DateLessThanEquals', 'aws:EpochTime', '1767225600', '1767225600', '1767225601'],
    ['DateGreaterThanEquals', 'aws:EpochTime', '2026-01-01', '1767225600', '1767225599'],
    ['Bool', 'aws:SecureTransport', 'true', 'true', 'false'],
    ['BinaryEquals', 'sts:ExternalId', 'QmluYXJ5', 'QmluYXJ5', 'Qmlu'],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.113.7', '203.0.114.7'],
    ['IpAddress', 'aws:SourceIp', '2001:db8::/32', '2001:db8::1', '2001:db9::1'],
    ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/*', arn, 'arn:aws:iam::000000000000:user/http'],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::000000000000:role/h??p', arn, `${arn}x`],
  ])('%s on %s %s: %s but not %s', (operator, key, wanted, met, other) => {
    const at = key.toLowerCase();
    expect(conditional(operator, key, wanted, { [at]: met })).toBe(true);
    expect(conditional(operator, key, wanted, { [at]: other })).toBe(false);
    expect(conditional(operator, key, wanted, {})).toBe(false);
    expect(conditional(`${operator}IfExists`, key, wanted, {})).toBe(true);
  });

  test.each(['StringNotEquals', 'StringNotLike', 'StringNotEqualsIgnoreCase'])(
    '%s holds where none of its values is met, and where there is nothing to compare',
    (operator) => {
      expect(conditional(operator, 's3:prefix', ['a', 'b'], { 's3:prefix': 'c' })).toBe(true);
      expect(conditional(operator, 's3:prefix', ['a', 'b'], { 's3:prefix': 'b' })).toBe(false);
      expect(conditional(operator, 's3:prefix', ['a', 'b'], {})).toBe(true);
    },
  );

  test('one of several values is enough; all lines must hold', () => {
    expect(conditional('StringEquals', 's3:prefix', ['a', 'b'], { 's3:prefix': 'b' })).toBe(true);
    const Condition = { StringEquals: { 's3:prefix': 'a', 's3:delimiter': '/' } };
    expect(matches({ Condition }, { keys: { 's3:prefix': 'a' } })).toBe(false);
    expect(matches({ Condition }, { keys: { 's3:prefix': 'a', 's3:delimiter': '/' } })).toBe(true);
  });

  test('ForAllValues asks all values of the request, ForAnyValue one', () => {
    const values = { 's3:prefix': ['a', 'x'] };
    expect(conditional('ForAllValues:StringEquals', 's3:prefix', ['a', 'b'], values)).toBe(false);
    expect(conditional('ForAllValues:StringEquals', 's3:prefix', ['a', 'x'], values)).toBe(true);
    expect(conditional('ForAllValues:StringEquals', 's3:prefix', ['a'], {})).toBe(true);
    expect(conditional('ForAnyValue:StringEquals', 's3:prefix', ['a'], values)).toBe(true);
    expect(conditional('ForAnyValue:StringEquals', 's3:prefix', ['c'], values)).toBe(false);
    expect(conditional('ForAnyValue:StringEquals', 's3:prefix', ['a'], {})).toBe(false);
    expect(conditional('ForAnyValue:StringNotEquals', 's3:prefix', ['a'], values)).toBe(true);
  });

  test('a negated operator asks all values of the request', () => {
    const values = { 's3:prefix': ['a', 'x'] };
    expect(conditional('StringNotEquals', 's3:prefix', 'a', values)).toBe(false);
    expect(conditional('StringNotEquals', 's3:prefix', 'b', values)).toBe(true);
    expect(conditional('ForAllValues:StringNotEquals', 's3:prefix', 'a', values)).toBe(false);
  });

  test('a key with no value at all is one that is not there', () => {
    const values = { 's3:prefix': [] };
    expect(conditional('StringEquals', 's3:prefix', 'a', values)).toBe(false);
    expect(conditional('StringEqualsIfExists', 's3:prefix', 'a', values)).toBe(true);
    expect(conditional('ForAnyValue:StringNotEquals', 's3:prefix', 'a', values)).toBe(false);
    expect(conditional('Null', 's3:prefix', 'true', values)).toBe(true);
  });

  test('a text whose variable has no value is met by nothing', () => {
    for (const operator of ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike']) {
      expect(conditional(operator, 's3:prefix', `\${aws:username}`, { 's3:prefix': 'undefined' })).toBe(
        false,
      );
      expect(
        conditional(operator, 's3:prefix', `\${aws:username}/`, {
          's3:prefix': 'ann/',
          'aws:username': 'ann',
        }),
      ).toBe(true);
    }
  });

  test.each([
    ['Bool', 'aws:SecureTransport', 'False', 'FALSE', true],
    ['Bool', 'aws:SecureTransport', 'false', 'true', false],
    ['DateEquals', 'aws:EpochTime', '1767225600.25', '2026-01-01T00:00:00.250Z', true],
    ['DateNotEquals', 'aws:EpochTime', '1767225600', '2026-01-01T00:00:00Z', false],
    ['DateNotEquals', 'aws:EpochTime', '1767225600', '2026-01-01T00:00:01Z', true],
    ['NumericEquals', 's3:max-keys', '0', 'none', false],
    ['NumericNotEquals', 's3:max-keys', '10', '10', false],
    ['NumericNotEquals', 's3:max-keys', '10', '11', true],
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.113.7', false],
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.114.7', true],
    ['ArnNotEquals', 'aws:SourceArn', 'arn:aws:s3:::a', 'arn:aws:s3:::a', false],
    ['ArnNotLike', 'aws:SourceArn', 'arn:aws:s3:::*', 'arn:aws:s3:::a', false],
    ['ArnNotLike', 'aws:SourceArn', 'arn:aws:s3:::*', 'arn:aws:sqs:::a', true],
    ['Null', 's3:prefix', 'TRUE', 'a', false],
    ['Null', 's3:prefix', ['true', 'false'], 'a', true],
  ])('%s on %s %s: %s is %s', (operator, key, wanted, requested, expected) => {
    expect(conditional(operator, key, wanted, { [key.toLowerCase()]: requested })).toBe(expected);
  });

  test.each([
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.7/32', '203.0.113.6', false],
    ['0.0.0.0/0', '203.0.113.7', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    // An address of version 4 in the form of version 6 is one of version 6.
    ['0.0.0.0/0', '::ffff:203.0.113.7', false],
    ['::/0', '203.0.113.7', false],
    ['2001:db8::1', '2001:db8::1', true],
    ['2001:db8::1', '2001:db8::2', false],
    ['2001:db8::1/128', '2001:db8::2', false],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['0.0.0.0/0', 'nowhere', false],
  ])('the address range %s has %s: %s', (range, requested, expected) => {
    expect(conditional('IpAddress', 'aws:SourceIp', range, { 'aws:sourceip': requested })).toBe(expected);
  });

  test('Null asks whether a key is there', () => {
    expect(conditional('Null', 's3:prefix', 'true', {})).toBe(true);
    expect(conditional('Null', 's3:prefix', 'false', {})).toBe(false);
    expect(conditional('Null', 's3:prefix', 'false', { 's3:prefix': 'a' })).toBe(true);
  });
});

describe('a condition on the tags of a resource', () => {
  test.each(['cognito-idp:AdminGetUser', 'iam:GetRole', 'kms:*'])('can be asked for %s', (Action) => {
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'a' } };
    const keys = { 'aws:resourcetag/team': 'a' };
    expect(matches({ Action, Condition }, { action: Action, keys })).toBe(true);
    expect(matches({ Action, Condition }, { action: Action })).toBe(false);
  });

  test('can be asked of a request for any service', () => {
    const Condition = { StringEquals: { 'aws:RequestTag/team': 'a' } };
    expect(matches({ Condition }, { keys: { 'aws:requesttag/team': 'a' } })).toBe(true);
  });
});

describe('a policy', () => {
  const statement = (Action: string | string[], more = {}) => ({ Effect: 'Allow', Action, ...more });

  test('says which of its statements are about an action, the same each time', () => {
    const [get, all, other] = [statement('s3:Get*'), statement('*'), statement(['sqs:*', 's3:Put*'])];
    const policy = compilePolicy({ Statement: [get, all, other] }, 'policy');
    const [first, second, third] = policy.statements;
    expect(policy.about('s3:GetObject')).toEqual([first, second]);
    expect(policy.about('s3:PutObject')).toEqual([second, third]);
    expect(policy.about('s3:GetObject')).toBe(policy.about('s3:GetObject'));
  });

  test('names what it grants, each action on each resource', () => {
    const Resource = ['arn:aws:s3:::a', 'arn:aws:s3:::b'];
    const policy = compilePolicy({ Statement: [statement(['s3:Get*', 's3:Put*'], { Resource })] }, 'mine');
    expect(policy.statements[0]?.grants.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      's3:Get* arn:aws:s3:::a',
      's3:Get* arn:aws:s3:::b',
      's3:Put* arn:aws:s3:::a',
      's3:Put* arn:aws:s3:::b',
    ]);
    expect(policy.statements[0]?.match('s3:PutObject', 'arn:aws:s3:::a', () => undefined)).toEqual({
      policy: 'mine',
      statement: 0,
      effect: 'Allow',
      action: 's3:Put*',
      resource: 'arn:aws:s3:::a',
    });
    expect(policy.statements[0]?.match('sqs:Send', 'arn:aws:s3:::a', () => undefined)).toBeUndefined();
  });

  test('names what it grants by exception, and excepts each of several', () => {
    const NotAction = ['s3:*', 'sqs:*'];
    const [only] = compilePolicy({ Statement: [{ Effect: 'Allow', NotAction }] }, 'mine').statements;
    expect(only?.grants).toMatchObject([{ action: 'all but s3:*, sqs:*', resource: '*' }]);
    expect(['s3:Get', 'sqs:Get', 'kms:Get'].map((action) => only?.concerns(action))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('has no variables in its actions: what looks like one is text', () => {
    const Action = `s3:\${aws:username}`;
    expect(matches({ Action }, { action: Action })).toBe(true);
  });

  test.each([
    ['{', 'Policies must be valid JSON.'],
    ['"text"', 'A policy must be a JSON object.'],
    ['null', 'A policy must be a JSON object.'],
    ['{}', 'Missing required field Statement'],
    ['{"Statement":["a"]}', 'Syntax errors in policy.'],
    ['{"Statement":[null]}', 'Syntax errors in policy.'],
  ])('is not %s', (document, message) => {
    expect(() => compilePolicy(document, 'policy')).toThrow(
      expect.objectContaining({ code: 'InvalidPolicy', message }),
    );
  });
});

describe('what cannot be enforced is named', () => {
  test.each<readonly [statement: object, said: string]>([
    [{ Condition: { StringMatches: { 's3:prefix': 'a' } } }, 'condition operator "StringMatches"'],
    [{ Condition: { StringEquals: { 'aws:Colour': 'a' } } }, 'condition key "aws:Colour"'],
    [{ Condition: { Null: { 'aws:Colour': 'true' } } }, 'condition key "aws:Colour"'],
    [{ Condition: { NullIfExists: { 's3:prefix': 'true' } } }, 'condition operator "NullIfExists"'],
    [{ Condition: { NumericEquals: { 's3:max-keys': 'ten' } } }, '"ten" is not a number'],
    [{ Condition: { DateEquals: { 'aws:CurrentTime': 'soon' } } }, '"soon" is not a date'],
    [{ Condition: { Bool: { 'aws:SecureTransport': 'yes' } } }, '"yes" is neither true nor false'],
    [{ Condition: { NumericEquals: { 's3:max-keys': ' ' } } }, '" " is not a number'],
    [{ Condition: { Null: { 's3:prefix': ['true', 'maybe'] } } }, '"maybe" is neither true nor false'],
    [
      { Condition: { 'EveryForAnyValue:StringEquals': { 's3:prefix': 'a' } } },
      'condition operator "EveryForAnyValue:StringEquals"',
    ],
    [{ Condition: { '': { 's3:prefix': 'a' } } }, 'condition operator ""'],
    [{ Condition: { constructor: { 's3:prefix': 'a' } } }, 'condition operator "constructor"'],
    ...[
      '300.0.0.1',
      '',
      '/8',
      'x/10.0.0.0/8',
      '10.0.0.0/',
      '10.0.0.0/x',
      '10.0.0.0/-1',
      '10.0.0.0/33',
      '10.0.0.0/8/8',
      '::/129',
    ].map(
      (range) =>
        [
          { Condition: { IpAddress: { 'aws:SourceIp': range } } },
          `"${range}" is neither an IP address nor a CIDR range.`,
        ] as const,
    ),
    [
      { Action: ['iam:GetRole', 's3:GetObject'], Condition: { StringEquals: { 'aws:ResourceTag/a': 'b' } } },
      'cannot decide the condition key "aws:ResourceTag/a" for "s3:GetObject", only for actions of cognito-idp, iam, kms',
    ],
    [
      { Condition: { StringEquals: { 's3:prefix': 'a', 'aws:ResourceTag/a': 'b' } } },
      'cannot decide the condition key "aws:ResourceTag/a" for "*"',
    ],
    [{ Action: undefined }, 'Policy statement must contain actions.'],
    [{ NotResource: '*' }, 'both Resource and NotResource'],
    [{ Resource: `arn:aws:s3:::\${aws:Colour}` }, 'policy variable "aws:colour"'],
    [{ Resource: `arn:aws:s3:::\${}` }, `policy variable \${}`],
    [{ Principal: { CanonicalUser: 'x' } }, 'principal "CanonicalUser"'],
    [{ NotAction: 's3:*' }, 'both Action and NotAction'],
    [{ Effect: 'Permit' }, 'Permit'],
  ])('%j', (statement, said) => {
    expect(() => matches(statement)).toThrow(said);
  });

  test('but a condition on sign-ins by others is left to them: nobody signs in here by another provider', () => {
    const Condition = { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } };
    expect(() =>
      matches({ Principal: { Federated: 'arn:aws:iam::0:oidc-provider/x' }, Condition }),
    ).not.toThrow();
  });
});
