import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateRouteCommand,
  GetApiCommand,
} from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { describe, expect, test } from 'vitest';
import { serveServices } from '../../testing/serve-services.ts';
import { signed } from '../../testing/sign.ts';
import { AwsError } from '../core/errors.ts';
import type { Service } from '../core/service.ts';

const dynamodb = (operations: Service['operations']): Service => ({
  name: 'dynamodb',
  signingName: 'dynamodb',
  authorization: {},
  protocols: ['json-1.0'],
  targetPrefix: 'DynamoDB_20120810',
  operations,
});

const notFound = () => {
  throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
};

describe('JSON on the wire', () => {
  async function wire(service: Service, headers: Record<string, string>, body: string) {
    await using aws = await serveServices([service]);
    const request = await signed({ method: 'POST', headers, body }, { service: service.signingName });
    const response = await aws.dispatcher.handle(request);
    return { ...response, json: JSON.parse(String(response.body)) };
  }
  const jsonOf = (version: string, target: string) => ({
    'content-type': `application/x-amz-json-${version}`,
    'x-amz-target': target,
  });

  test("DynamoDB's errors carry their namespace", async () => {
    const answer = await wire(
      dynamodb({ GetItem: notFound }),
      jsonOf('1.0', 'DynamoDB_20120810.GetItem'),
      '{}',
    );
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.json).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });

  test('a body that is no JSON is a SerializationException', async () => {
    const answer = await wire(
      dynamodb({ GetItem: notFound }),
      jsonOf('1.0', 'DynamoDB_20120810.GetItem'),
      '{',
    );
    expect(answer.json.__type).toBe('com.amazon.coral.service#SerializationException');
  });

  test('dates are epoch seconds and bytes base64', async () => {
    const operations = {
      GetItem: () => ({ At: new Date(1_500), Bytes: Buffer.from('abc'), Absent: undefined }),
    };
    const answer = await wire(dynamodb(operations), jsonOf('1.0', 'DynamoDB_20120810.GetItem'), '{}');
    expect(answer.json).toEqual({ At: 1.5, Bytes: 'YWJj' });
  });

  test("Cognito's errors have a plain type and a header; InitiateAuth needs no signature", async () => {
    const cognito: Service = {
      name: 'cognitoidentityprovider',
      signingName: 'cognito-idp',
      authorization: {},
      protocols: ['json-1.1'],
      targetPrefix: 'AWSCognitoIdentityProviderService',
      unsigned: ['InitiateAuth'],
      operations: {
        InitiateAuth: () => {
          throw new AwsError('NotAuthorizedException', 'Incorrect username or password.');
        },
      },
    };
    const headers = jsonOf('1.1', 'AWSCognitoIdentityProviderService.InitiateAuth');
    const answer = await wire(cognito, headers, '{}');
    expect(answer.json).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect(answer.headers['x-amzn-errortype']).toBe('NotAuthorizedException:');
    await using aws = await serveServices([cognito]);
    await expect(
      aws
        .client(CognitoIdentityProviderClient)
        .send(new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'c' })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test("SQS's errors also carry the name they had in the query protocol", async () => {
    const sqs: Service = {
      name: 'sqs',
      signingName: 'sqs',
      authorization: {},
      protocols: ['json-1.0', 'query'],
      targetPrefix: 'AmazonSQS',
      operations: {
        GetQueueUrl: () => {
          throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
        },
      },
    };
    const answer = await wire(sqs, jsonOf('1.0', 'AmazonSQS.GetQueueUrl'), '{}');
    expect(answer.headers['x-amzn-query-error']).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
    await using aws = await serveServices([sqs]);
    await expect(
      aws.client(SQSClient).send(new GetQueueUrlCommand({ QueueName: 'q' })),
    ).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });
});

describe('REST JSON', () => {
  const lambda: Service = {
    name: 'lambda',
    signingName: 'lambda',
    authorization: {},
    protocols: ['rest-json'],
    routes: [
      {
        operation: 'Invoke',
        method: 'POST',
        path: '/2015-03-31/functions/{FunctionName}/invocations',
        query: { Qualifier: 'Qualifier' },
        headers: { 'x-amz-invocation-type': 'InvocationType' },
        payload: 'Payload',
        outputHeaders: {
          'x-amz-executed-version': 'ExecutedVersion',
          'x-amz-function-error': 'FunctionError',
        },
        outputPayload: 'Payload',
        outputStatus: 'StatusCode',
      },
      { operation: 'ListFunctions', method: 'GET', path: '/2015-03-31/functions' },
    ],
    operations: {
      Invoke: (input: {
        FunctionName: string;
        Qualifier: string;
        InvocationType: string;
        Payload: Uint8Array;
      }) => ({
        StatusCode: 202,
        ExecutedVersion: `${input.FunctionName} ${input.Qualifier} ${input.InvocationType}`,
        Payload: Buffer.concat([input.Payload, Buffer.from('!')]),
      }),
      ListFunctions: () => {
        throw new AwsError('ResourceNotFoundException', 'Function not found', 404);
      },
    },
  };

  test('binds path, query, header, payload and status', async () => {
    await using aws = await serveServices([lambda]);
    const answer = await aws.client(LambdaClient).send(
      new InvokeCommand({
        FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:http',
        Qualifier: '7',
        InvocationType: 'Event',
        Payload: Buffer.from('{"a":1}'),
      }),
    );
    expect(answer.StatusCode).toBe(202);
    expect(answer.ExecutedVersion).toBe('arn:aws:lambda:us-east-1:000000000000:function:http 7 Event');
    expect(Buffer.from(answer.Payload ?? []).toString()).toBe('{"a":1}!');
  });

  test("errors have Lambda's members", async () => {
    await using aws = await serveServices([lambda]);
    await expect(aws.client(LambdaClient).send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found',
      Type: 'User',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("API Gateway's members travel in camel case, the keys of its maps as they are", async () => {
    let received: unknown;
    const apigateway: Service = {
      name: 'apigatewayv2',
      signingName: 'apigateway',
      authorization: {},
      protocols: ['rest-json'],
      camelCaseWire: true,
      routes: [
        { operation: 'CreateApi', method: 'POST', path: '/v2/apis', status: 201 },
        { operation: 'GetApi', method: 'GET', path: '/v2/apis/{ApiId}' },
        { operation: 'CreateRoute', method: 'POST', path: '/v2/apis/{ApiId}/routes', status: 201 },
      ],
      operations: {
        CreateApi: (input: object) => {
          received = input;
          return { ...input, ApiId: 'a1', CreatedDate: new Date(0) };
        },
        GetApi: () => {
          throw new AwsError('NotFoundException', 'Invalid API identifier specified', 404);
        },
        CreateRoute: (input: object) => {
          received = input;
          return input;
        },
      },
    };
    await using aws = await serveServices([apigateway]);
    const client = aws.client(ApiGatewayV2Client);
    const input = {
      Name: 'api',
      ProtocolType: 'HTTP' as const,
      CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 60 },
      Tags: { Stage: 'x', lower: 'y' },
    };
    const created = await client.send(new CreateApiCommand(input));
    expect(received).toEqual(input);
    expect(created).toMatchObject({
      ...input,
      ApiId: 'a1',
      CreatedDate: new Date(0),
      $metadata: { httpStatusCode: 201 },
    });
    const route = {
      ApiId: 'a1',
      RouteKey: 'GET /',
      RequestParameters: { 'route.request.header.X': { Required: true } },
    };
    await client.send(new CreateRouteCommand(route));
    expect(received).toEqual(route);
    await expect(client.send(new GetApiCommand({ ApiId: 'a1' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

describe("CloudWatch's protocols", () => {
  const cloudwatch = (operations: Service['operations']): Service => ({
    name: 'cloudwatch',
    signingName: 'monitoring',
    authorization: {},
    protocols: ['json-1.0', 'rpc-v2-cbor', 'query'],
    targetPrefix: 'GraniteServiceVersion20100801',
    operations,
  });
  const at = new Date('2026-01-31T12:00:00Z');

  test.each([
    ['JSON', {}],
    ['CBOR', { protocol: AwsSmithyRpcV2CborProtocol }],
  ])('%s carries dates both ways', async (_, overrides) => {
    let received: { MetricData?: { Timestamp?: unknown }[] } = {};
    const operations = {
      PutMetricData: (input: object) => {
        received = input;
      },
      GetMetricData: () => ({ MetricDataResults: [{ Id: 'm', Timestamps: [at], Values: [1.5] }] }),
    };
    await using aws = await serveServices([cloudwatch(operations)]);
    const client = aws.client(CloudWatchClient, overrides);
    await client.send(
      new PutMetricDataCommand({
        Namespace: 'n',
        MetricData: [{ MetricName: 'm', Value: 1, Timestamp: at }],
      }),
    );
    expect(received.MetricData?.[0]?.Timestamp).toBe(at.getTime() / 1000);
    const data = await client.send(
      new GetMetricDataCommand({ StartTime: at, EndTime: at, MetricDataQueries: [] }),
    );
    expect(data.MetricDataResults?.[0]).toMatchObject({ Timestamps: [at], Values: [1.5] });
  });

  test('a large body is sent compressed, and understood', async () => {
    let count = 0;
    const operations = {
      PutMetricData: (input: { MetricData: unknown[] }) => {
        count = input.MetricData.length;
      },
    };
    await using aws = await serveServices([cloudwatch(operations)]);
    const MetricData = Array.from({ length: 500 }, (_, index) => ({
      MetricName: `metric-${index}`,
      Value: index,
    }));
    await aws.client(CloudWatchClient).send(new PutMetricDataCommand({ Namespace: 'n', MetricData }));
    expect(count).toBe(500);
  });
});
