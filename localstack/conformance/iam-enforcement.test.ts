import {
  BatchGetItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aRole, clientOf, grant, policyOf, trustOf } from '../testing/roles.ts';

const ACCOUNT = '000000000000';
const TABLE = 'expenses';
const TABLE_ARN = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/${TABLE}`;
const Item = { id: { S: '1' } };

const logged: string[] = [];
let aws: StartedEmbedded;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['iam', 'sts', 'dynamodb'], log: (message) => logged.push(message) });
  await aws.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-id',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});

afterAll(() => aws[Symbol.asyncDispose]());

const put = (roleArn: string) =>
  clientOf(aws, roleArn, DynamoDBClient).send(new PutItemCommand({ TableName: TABLE, Item }));

/** What AWS says of a role's session that may not. */
function refusal(roleArn: string, action: string, resource: string, why: string): string {
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/${roleArn.split('/').at(-1)}/session`;
  return `User: ${session} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}

const unallowed = (action: string) => `because no identity-based policy allows the ${action} action`;

describe('a role', () => {
  test('may what a policy of its own allows', async () => {
    await put(await aRole(aws, [{ Action: 'dynamodb:PutItem', Resource: TABLE_ARN }]));
  });

  test('may nothing else, and is told in the words of AWS', async () => {
    const roleArn = await aRole(aws, [{ Action: 'dynamodb:GetItem', Resource: TABLE_ARN }]);
    await expect(put(roleArn)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: refusal(roleArn, 'dynamodb:PutItem', TABLE_ARN, unallowed('dynamodb:PutItem')),
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('is not let through by a policy for another resource', async () => {
    await expect(
      put(await aRole(aws, [{ Action: 'dynamodb:*', Resource: `${TABLE_ARN}-2` }])),
    ).rejects.toThrow('is not authorized');
  });

  test('is stopped by a deny, whatever is allowed beside it', async () => {
    const roleArn = await aRole(aws, [
      { Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'dynamodb:Put*', Resource: '*' },
    ]);
    await expect(put(roleArn)).rejects.toMatchObject({
      message: refusal(
        roleArn,
        'dynamodb:PutItem',
        TABLE_ARN,
        'with an explicit deny in an identity-based policy',
      ),
    });
  });

  test('may from the next call on what it is granted, and no longer what is taken away', async () => {
    const roleArn = await aRole(aws, []);
    await expect(put(roleArn)).rejects.toThrow('is not authorized');
    await grant(aws, roleArn, { Action: 'dynamodb:PutItem', Resource: TABLE_ARN });
    await put(roleArn);
    await grant(aws, roleArn, { Action: 'dynamodb:GetItem', Resource: TABLE_ARN });
    await expect(put(roleArn)).rejects.toThrow('is not authorized');
  });

  test('needs the permission of an index for a query on it, not that of the table', async () => {
    const roleArn = await aRole(aws, [{ Action: 'dynamodb:Query', Resource: TABLE_ARN }]);
    const query = new QueryCommand({
      TableName: TABLE,
      IndexName: 'by-id',
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: '1' } },
    });
    const resource = `${TABLE_ARN}/index/by-id`;
    await expect(clientOf(aws, roleArn, DynamoDBClient).send(query)).rejects.toMatchObject({
      message: refusal(roleArn, 'dynamodb:Query', resource, unallowed('dynamodb:Query')),
    });
    await grant(aws, roleArn, { Action: 'dynamodb:Query', Resource: resource });
    await clientOf(aws, roleArn, DynamoDBClient).send(query);
  });

  test('needs for a transaction what its steps need, and for a batch every table of it', async () => {
    const roleArn = await aRole(aws, [
      { Action: ['dynamodb:PutItem', 'dynamodb:BatchGetItem'], Resource: TABLE_ARN },
    ]);
    const client = clientOf(aws, roleArn, DynamoDBClient);
    const Put = { TableName: TABLE, Item: { id: { S: '2' } } };
    const Delete = { TableName: TABLE, Key: { id: { S: '1' } } };
    await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    await expect(
      client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Delete }] })),
    ).rejects.toThrow('dynamodb:DeleteItem');
    const Keys = [{ id: { S: '1' } }];
    await client.send(new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys } } }));
    await expect(
      client.send(new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys }, other: { Keys } } })),
    ).rejects.toThrow('table/other');
  });

  test('that was deleted or never was may nothing', async () => {
    await expect(put(`arn:aws:iam::${ACCOUNT}:role/nobody`)).rejects.toThrow('is not authorized');
  });
});

describe('a refusal', () => {
  test("names in the emulator's log the statement that is missing, and where", async () => {
    const roleArn = await aRole(aws, []);
    await expect(put(roleArn)).rejects.toThrow();
    expect(logged).toContain(
      `iam: ${roleArn} was denied dynamodb:PutItem on ${TABLE_ARN}: the policies of ${roleArn} would need ` +
        `{"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"${TABLE_ARN}"}.`,
    );
  });

  test('is recorded, as are the grants that are used', async () => {
    const roleArn = await aRole(aws, [
      { Action: ['dynamodb:PutItem', 'dynamodb:Scan'], Resource: TABLE_ARN },
    ]);
    await put(roleArn);
    const read = new GetItemCommand({ TableName: TABLE, Key: Item });
    await expect(clientOf(aws, roleArn, DynamoDBClient).send(read)).rejects.toThrow();
    const response = await fetch(`${aws.endpoint}/_testbed/iam`);
    const { roles } = (await response.json()) as { roles: { role: string }[] };
    expect(roles.find(({ role }) => role === roleArn)).toEqual({
      role: roleArn,
      granted: [
        {
          policy: 'grants',
          statement: 0,
          effect: 'Allow',
          action: 'dynamodb:PutItem',
          resource: TABLE_ARN,
          uses: 1,
        },
        {
          policy: 'grants',
          statement: 0,
          effect: 'Allow',
          action: 'dynamodb:Scan',
          resource: TABLE_ARN,
          uses: 0,
        },
      ],
      denied: [{ action: 'dynamodb:GetItem', resource: TABLE_ARN, operation: 'dynamodb:GetItem', calls: 1 }],
    });
  });
});

describe('conditions', () => {
  test('are met by what the embedded AWS knows of the request', async () => {
    const roleArn = await aRole(aws, []);
    const allowedIf = (Condition: object) =>
      grant(aws, roleArn, { Action: 'dynamodb:PutItem', Resource: TABLE_ARN, Condition });
    for (const Condition of [
      { Bool: { 'aws:SecureTransport': 'true' } },
      { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } },
      { ArnEquals: { 'aws:PrincipalArn': roleArn } },
      { StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalAccount': ACCOUNT } },
      { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
      { Null: { 'aws:SourceArn': 'true' } },
    ]) {
      await allowedIf(Condition);
      await put(roleArn);
    }
    for (const Condition of [
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } },
      { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
    ]) {
      await allowedIf(Condition);
      await expect(put(roleArn)).rejects.toThrow('is not authorized');
    }
  });

  test('follow the emulated clock', async () => {
    const until = new Date(aws.context.clock.now() + 3_600_000).toISOString();
    const Condition = { DateLessThan: { 'aws:CurrentTime': until } };
    const roleArn = await aRole(aws, [{ Action: 'dynamodb:PutItem', Resource: TABLE_ARN, Condition }]);
    await put(roleArn);
    await aws.context.clock.advance(7_200_000);
    await expect(put(roleArn)).rejects.toThrow('is not authorized');
  });

  test.each([
    [{ StringMatches: { 'aws:PrincipalArn': 'x' } }, 'condition operator "StringMatches"'],
    [{ StringEquals: { 'aws:Colour': 'x' } }, 'condition key "aws:Colour"'],
  ])('that cannot be decided are refused by name when the policy is made: %j', async (Condition, said) => {
    const RoleName = (await aRole(aws, [])).split('/').at(-1) ?? '';
    const PolicyDocument = policyOf({ Action: 'dynamodb:PutItem', Resource: '*', Condition });
    await expect(
      aws.client(IAMClient).send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument })),
    ).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: expect.stringContaining(said),
    });
  });
});

describe('AssumeRole', () => {
  const take = (RoleArn: string, client = aws.client(STSClient)) =>
    client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'taken' }));

  test('is decided by the trust policy', async () => {
    await take(await aRole(aws, [], trustOf({ AWS: `arn:aws:iam::${ACCOUNT}:root` })));
    await expect(take(await aRole(aws, []))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('by a role needs a permission of its own where the trust policy names the account', async () => {
    const target = await aRole(aws, [], trustOf({ AWS: `arn:aws:iam::${ACCOUNT}:root` }));
    const caller = await aRole(aws, []);
    const message = refusal(caller, 'sts:AssumeRole', target, '').trimEnd();
    await expect(take(target, clientOf(aws, caller, STSClient))).rejects.toMatchObject({ message });
    await grant(aws, caller, { Action: 'sts:AssumeRole', Resource: target });
    await take(target, clientOf(aws, caller, STSClient));
  });

  test('needs none where the trust policy names the role', async () => {
    const caller = await aRole(aws, []);
    await take(await aRole(aws, [], trustOf({ AWS: caller })), clientOf(aws, caller, STSClient));
  });
});

test('who one is may be asked by everybody', async () => {
  const roleArn = await aRole(aws, []);
  const { Arn } = await clientOf(aws, roleArn, STSClient).send(new GetCallerIdentityCommand({}));
  expect(Arn).toContain('assumed-role');
});

test('the root user may everything', async () => {
  await aws.client(DynamoDBClient).send(new ListTablesCommand({}));
});

test('every operation of every service says what it needs', async () => {
  await using all = await startEmbedded();
  const without = [...all.aws.services.values()].flatMap(({ name, operations, authorization }) =>
    Object.keys(operations)
      .filter((operation) => !Object.hasOwn(authorization, operation))
      .map((operation) => `${name}:${operation}`),
  );
  const superfluous = [...all.aws.services.values()].flatMap(({ name, operations, authorization }) =>
    Object.keys(authorization)
      .filter((operation) => !Object.hasOwn(operations, operation))
      .map((operation) => `${name}:${operation}`),
  );
  expect({ without, superfluous }).toEqual({ without: [], superfluous: [] });
});
