import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { serveServices } from '../testing/serve-services.ts';
import { createClock, standingTime } from './clock/clock.ts';
import type { FinishedCall } from './core/chain.ts';
import { AwsError } from './core/errors.ts';
import type { Service } from './core/service.ts';

const dynamodb = (operations: Service['operations']): Service => ({
  name: 'dynamodb',
  signingName: 'dynamodb',
  authorization: {},
  protocols: ['json-1.0'],
  targetPrefix: 'DynamoDB_20120810',
  operations,
});

describe('the chain around an operation', () => {
  test('authorizes before the operation and observes after it', async () => {
    const order: string[] = [];
    const seen: FinishedCall[] = [];
    const hooks = {
      authorize: () => void order.push('authorize'),
      observe: (call: FinishedCall) => {
        order.push('observe');
        seen.push(call);
      },
    };
    const operation = () => {
      order.push('operation');
      return { TableNames: [] };
    };
    await using aws = await serveServices([dynamodb({ ListTables: operation })], { hooks });
    await aws.client(DynamoDBClient).send(new ListTablesCommand({ Limit: 3 }));
    expect(order).toEqual(['authorize', 'operation', 'observe']);
    expect(seen[0]).toMatchObject({
      operation: 'ListTables',
      input: { Limit: 3 },
      principal: { arn: 'arn:aws:iam::000000000000:root' },
      output: { TableNames: [] },
    });
  });

  test('does not reach the operation where the authorizer refuses', async () => {
    let reached = false;
    const hooks = {
      authorize: () => {
        throw new AwsError('AccessDeniedException', 'User is not authorized', 400);
      },
    };
    const operation = () => {
      reached = true;
      return {};
    };
    await using aws = await serveServices([dynamodb({ ListTables: operation })], { hooks });
    await expect(aws.client(DynamoDBClient).send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(reached).toBe(false);
  });

  test('stands around calls from service to service too', async () => {
    const observed: string[] = [];
    const hooks = {
      observe: (call: FinishedCall) => void observed.push(`${call.principal.arn} ${call.operation}`),
    };
    await using aws = await serveServices([dynamodb({ GetItem: () => ({ Item: {} }) })], { hooks });
    const principal = { arn: 'role', accountId: '0' };
    expect(await aws.dispatcher.call('dynamodb', 'GetItem', {}, principal)).toEqual({ Item: {} });
    await expect(aws.dispatcher.call('glue', 'GetJob', {}, principal)).rejects.toMatchObject({
      code: 'NotImplemented',
    });
    expect(observed).toEqual(['role GetItem']);
  });

  test('answers an operation that is not there with NotImplemented naming it', async () => {
    await using aws = await serveServices([dynamodb({})]);
    await expect(aws.client(DynamoDBClient).send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('dynamodb:ListTables'),
      $metadata: { httpStatusCode: 501 },
    });
  });

  test('answers for a service that does not run with NotImplemented naming it', async () => {
    await using aws = await serveServices([]);
    await expect(
      aws.client(SQSClient).send(new GetQueueUrlCommand({ QueueName: 'q' })),
    ).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('"sqs"'),
    });
  });

  test('answers an unexpected throw with InternalFailure, counts and logs it, and lives on', async () => {
    const operations = {
      GetItem: () => {
        throw new TypeError('x is not a function');
      },
      ListTables: () => ({ TableNames: ['still here'] }),
    };
    await using aws = await serveServices([dynamodb(operations)]);
    const client = aws.client(DynamoDBClient);
    await expect(client.send(new GetItemCommand({ TableName: 't', Key: {} }))).rejects.toMatchObject({
      name: 'InternalFailure',
      message: expect.not.stringContaining('x is not a function'),
      $metadata: { httpStatusCode: 500 },
    });
    expect(aws.logged.join()).toMatch(
      /^dynamodb:GetItem of arn:aws:iam::000000000000:root \(request [-0-9a-f]{36}\) failed unexpectedly: TypeError: x is not a function/,
    );
    expect(await (await fetch(`${aws.endpoint}/_testbed/health`)).json()).toMatchObject({ faults: 1 });
    expect(await client.send(new ListTablesCommand({}))).toMatchObject({ TableNames: ['still here'] });
  });

  test('lets a service have addresses of its own below /_testbed/', async () => {
    const http = {
      matches: (request: { path: string }) => request.path === '/_testbed/dynamodb/items',
      handle: async () => ({ status: 200, headers: {}, body: 'items' }),
    };
    await using aws = await serveServices([{ ...dynamodb({}), http }]);
    expect(await (await fetch(`${aws.endpoint}/_testbed/dynamodb/items`)).text()).toBe('items');
    expect((await fetch(`${aws.endpoint}/_testbed/health`)).status).toBe(200);
  });

  test('answers 500 where a front throws, and lives on', async () => {
    const http = {
      matches: (request: { path: string }) => request.path.startsWith('/broken'),
      handle: () => Promise.reject(new RangeError('too far')),
    };
    await using aws = await serveServices([{ ...dynamodb({}), http }]);
    const response = await fetch(`${aws.endpoint}/broken`);
    expect(response.status).toBe(500);
    expect(response.headers.get('x-amzn-errortype')).toBe('InternalFailure');
    expect(aws.logged.join()).toContain('GET /broken failed unexpectedly: RangeError: too far');
    expect(aws.unexpected.count).toBe(1);
  });

  test("lets a client whose clock is off correct itself by the answer's date", async () => {
    const clock = createClock(standingTime(Date.UTC(2001, 0, 1)));
    await using aws = await serveServices([dynamodb({ ListTables: () => ({ TableNames: ['t'] }) })], {
      clock,
    });
    const client = aws.client(DynamoDBClient, { maxAttempts: 2 });
    expect(await client.send(new ListTablesCommand({}))).toMatchObject({ TableNames: ['t'] });
  });

  test('refuses a forged signature before the body is read', async () => {
    await using aws = await serveServices([dynamodb({ ListTables: () => ({}) })]);
    const client = aws.client(DynamoDBClient, {
      credentials: { accessKeyId: 'test', secretAccessKey: 'forged' },
    });
    await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });
});
