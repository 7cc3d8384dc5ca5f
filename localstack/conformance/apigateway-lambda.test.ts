import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { Lambda } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aRole } from '../testing/roles.ts';
import { anApi, type StartedGateway } from './apigateway-fixtures.ts';
import { anAddress, aPool, functionArn, PASSWORD } from './cognito-fixtures.ts';

const MINUTE = 60_000;

let aws: StartedEmbedded;
let lambda: Lambda;
let started: StartedGateway;
let role: string;

beforeAll(async () => {
  aws = await startEmbedded();
  role = await aRole(aws, []);
  lambda = aws.client(Lambda);
  started = { aws, gateway: aws.client(ApiGatewayV2), cognito: aws.client(CognitoIdentityProvider) };
});

afterAll(() => aws[Symbol.asyncDispose]());

async function aFunction(FunctionName: string, body: string): Promise<void> {
  const source = `export const handler = async (event) => { ${body} };`;
  await lambda.createFunction({
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: role,
    Code: { ZipFile: zipSync({ 'index.mjs': strToU8(source) }) },
  });
}

function allow(FunctionName: string, Principal: string, SourceArn: string) {
  return lambda.addPermission({
    FunctionName,
    StatementId: 'caller',
    Action: 'lambda:InvokeFunction',
    Principal,
    SourceArn,
  });
}

describe('an API before a real function', () => {
  it('calls it once its policy lets the API in', async () => {
    await aFunction('greeter', "return { statusCode: 200, body: 'hello ' + event.pathParameters.name };");
    const api = await anApi(started, { routes: { 'GET /greet/{name}': 'greeter' } });
    expect((await api.call('/greet/ann')).status).toBe(500);
    await allow(
      'greeter',
      'apigateway.amazonaws.com',
      `arn:aws:execute-api:us-east-1:000000000000:${api.apiId}/*/GET/greet/*`,
    );
    const response = await api.call('/greet/ann');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('hello ann');
  });

  it('says in its access log that an answer was malformed', async () => {
    await aFunction('malformed', "return { statusCode: 200, headers: { 'x-a': '中' } };");
    const logGroupName = '/aws/http-api/malformed';
    const logs = aws.client(CloudWatchLogs);
    await logs.createLogGroup({ logGroupName });
    const api = await anApi(started, {
      routes: { $default: 'malformed' },
      stage: {
        AccessLogSettings: {
          DestinationArn: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`,
          Format: '$context.requestId $context.status $context.integrationErrorMessage',
        },
      },
    });
    await allow(
      'malformed',
      'apigateway.amazonaws.com',
      `arn:aws:execute-api:us-east-1:000000000000:${api.apiId}/*`,
    );
    const response = await api.call('/');
    expect(response.status).toBe(500);
    await aws.context.clock.advance(MINUTE);
    const { events = [] } = await logs.filterLogEvents({ logGroupName });
    expect(events.map(({ message }) => message)).toEqual([
      `${response.headers.get('apigw-requestid')} 500 The response from the Lambda function is malformed.`,
    ]);
  });

  it('writes a line to its access log and counts in its metrics for each request', async () => {
    await aFunction('counted', "return { statusCode: event.rawPath === '/bad' ? 418 : 200, body: 'x' };");
    const logGroupName = '/aws/http-api/counted';
    const logs = aws.client(CloudWatchLogs);
    await logs.createLogGroup({ logGroupName });
    const api = await anApi(started, {
      routes: { 'ANY /{path+}': 'counted' },
      stage: {
        AccessLogSettings: {
          DestinationArn: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`,
          Format:
            '{"id":"$context.requestId","status":$context.status,"route":"$context.routeKey","claim":"$context.authorizer.claims.sub"}',
        },
      },
    });
    await allow(
      'counted',
      'apigateway.amazonaws.com',
      `arn:aws:execute-api:us-east-1:000000000000:${api.apiId}/*`,
    );
    const from = aws.context.clock.now();
    const responses = [await api.call('/good'), await api.call('/bad'), await api.call('/')];
    expect(responses.map(({ status }) => status)).toEqual([200, 418, 404]);
    await aws.context.clock.advance(MINUTE);
    const { events = [] } = await logs.filterLogEvents({ logGroupName });
    expect(events.map(({ message }) => JSON.parse(message ?? ''))).toEqual([
      { id: responses[0]?.headers.get('apigw-requestid'), status: 200, route: 'ANY /{path+}', claim: '-' },
      { id: responses[1]?.headers.get('apigw-requestid'), status: 418, route: 'ANY /{path+}', claim: '-' },
      { id: responses[2]?.headers.get('apigw-requestid'), status: 404, route: '-', claim: '-' },
    ]);
    const sum = async (MetricName: string) => {
      const { Datapoints = [] } = await aws.client(CloudWatch).getMetricStatistics({
        Namespace: 'AWS/ApiGateway',
        MetricName,
        Dimensions: [{ Name: 'ApiId', Value: api.apiId }],
        StartTime: new Date(from - MINUTE),
        EndTime: new Date(from + 10 * MINUTE),
        Period: 3600,
        Statistics: ['Sum', 'SampleCount'],
      });
      return Datapoints.reduce(
        (total, { Sum = 0, SampleCount = 0 }) => total + (MetricName === 'Latency' ? SampleCount : Sum),
        0,
      );
    };
    expect([await sum('Count'), await sum('4xx'), await sum('5xx'), await sum('Latency')]).toEqual([
      3, 2, 0, 3,
    ]);
  });
});

describe('a pool with a real trigger', () => {
  it('may call it once its policy lets the pool in', async () => {
    await aFunction(
      'announce',
      "if (event.request.userAttributes.email.startsWith('x')) throw new Error('no x'); return event;",
    );
    const pool = await aPool(started.cognito, {
      LambdaConfig: { PostConfirmation: functionArn('announce') },
    });
    const { UserPool } = await started.cognito.describeUserPool({ UserPoolId: pool.userPoolId });
    const confirm = async (email: string) => {
      await started.cognito.signUp({ ClientId: pool.clientId, Username: email, Password: PASSWORD });
      return started.cognito.adminConfirmSignUp({ UserPoolId: pool.userPoolId, Username: email });
    };
    await expect(confirm(anAddress())).rejects.toMatchObject({ name: 'UnexpectedLambdaException' });
    await allow('announce', 'cognito-idp.amazonaws.com', UserPool?.Arn ?? '');
    await confirm(anAddress());
    await expect(confirm(`x${anAddress()}`)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error no x.',
    });
  });
});
