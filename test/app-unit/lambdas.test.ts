import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Role, roles } from '../../app/auth/actor.ts';
import { addUser } from '../../app/commands/add-user.ts';
import { bundleBudget } from '../../app/contract/bundle.ts';
import type { FunctionName } from '../../app/contract/env-names.ts';
import { newUser } from '../../app/users/user.ts';
import { createUserStore } from '../../app/users/users.store.ts';
import { build } from '../../cdktf/build.ts';
import { systemTime } from '../../localstack/embedded/clock/clock.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { routeOf } from '../app/support/contract.ts';
import { type AppAws, startAppAws } from './aws.ts';

const names = ['http', 'receipt-processor', 'sign-up', 'reconciler'] as const satisfies FunctionName[];
type Handler = (event: unknown, context: { awsRequestId: string }) => Promise<unknown>;
interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

let aws: AppAws;
let folder: string;
let sizes: Record<string, number>;
let userPoolId: string;
let cognito: CognitoIdentityProviderClient;

beforeAll(async () => {
  aws = await startAppAws(systemTime, ['cognitoidentityprovider']);
  cognito = aws.aws.client(CognitoIdentityProviderClient);
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'staff',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
    }),
  );
  userPoolId = UserPool?.Id ?? '';
  for (const GroupName of roles)
    await cognito.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName }));
  // Under node_modules the test runner takes the bundles as they are; elsewhere it would transform them.
  await mkdir('node_modules/.cache', { recursive: true });
  folder = await mkdtemp(path.resolve('node_modules/.cache/lambdas-'));
  sizes = await bundle();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.aws.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    STAGE: 'test',
    LOG_LEVEL: 'SILENT',
    POWERTOOLS_SERVICE_NAME: 'expenses',
    POWERTOOLS_METRICS_NAMESPACE: 'Expenses',
    POWERTOOLS_METRICS_DISABLED: 'true',
    EXPENSES_TABLE: aws.tableName,
    RECEIPTS_BUCKET: aws.bucket,
    RECEIPT_QUEUE_URL: 'http://127.0.0.1:9/000000000000/receipts',
    USER_POOL_ID: userPoolId,
    APPROVAL_STATE_MACHINE_ARN: aws.stateMachineArn,
  });
});
afterAll(async () => {
  await aws[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Copies the functions as they are deployed to where the test runner takes them as they are; bytes by name. */
async function bundle(): Promise<Record<string, number>> {
  const { bundles } = await build();
  await Promise.all(
    names.map((name) => cp(`dist/lambda/${name}`, path.join(folder, name), { recursive: true })),
  );
  return Object.fromEntries(bundles.map(({ name, bytes }) => [name, bytes]));
}

async function handlerOf(name: FunctionName): Promise<Handler> {
  const module = (await import(pathToFileURL(path.join(folder, name, 'index.mjs')).href)) as {
    handler: Handler;
  };
  return module.handler;
}

/** An event as API Gateway's HTTP API sends it (payload format 2.0). */
function apiEvent(method: string, url: string, claims?: object, body?: unknown, headers: object = {}) {
  const [rawPath = '', rawQueryString = ''] = url.split('?');
  const query = Object.fromEntries(new URLSearchParams(rawQueryString));
  const { key: routeKey = '$default', path: route = '' } = routeOf(method, rawPath) ?? {};
  const segments = rawPath.split('/');
  const pathParameters = Object.fromEntries(
    route.split('/').flatMap((name, at) => {
      const value = decodeURIComponent(segments[at] ?? '');
      return name.startsWith('{') ? [[name.slice(1, -1), value]] : [];
    }),
  );
  return {
    version: '2.0',
    routeKey,
    rawPath: decodeURIComponent(rawPath),
    rawQueryString,
    pathParameters,
    headers: { host: 'api.example.com', ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(rawQueryString ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.com',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'gateway-request',
      routeKey,
      stage: '$default',
      time: '05/Mar/2026:10:00:00 +0000',
      timeEpoch: 1772704800000,
      ...(claims ? { authorizer: { jwt: { claims, scopes: null } } } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    isBase64Encoded: false,
  };
}

const claimsOf = (id: string, groups = '[employee]') => ({
  sub: id,
  username: id,
  token_use: 'access',
  'cognito:groups': groups,
});

/** Somebody whom the product knows, with these roles. */
async function aPerson(name: string, ...roles: Role[]): Promise<string> {
  const id = uniqueName(name);
  const person = { id, username: id, email: `${id}@example.com`, name, roles, at: aws.now().toISOString() };
  await createUserStore(aws.table).add(newUser(person));
  return id;
}

async function call(...event: Parameters<typeof apiEvent>): Promise<Answer> {
  const handler = await handlerOf('http');
  return (await handler(apiEvent(...event), { awsRequestId: 'invocation' })) as Answer;
}

const lunch = {
  merchant: 'Cafe',
  category: 'meals',
  amount: 12_000,
  currency: 'EUR',
  incurredOn: '2026-03-04',
};

describe('the bundles', () => {
  it('stay within their budget', () => {
    const { http = Number.POSITIVE_INFINITY, ...others } = sizes;
    expect(http).toBeLessThan(bundleBudget.http);
    for (const bytes of Object.values(others)) expect(bytes).toBeLessThan(bundleBudget.others);
  });
});

describe('the function http', () => {
  it('takes the caller from the claims of the event, and from nothing else', async () => {
    const forged = {
      authorization: 'Bearer forged',
      'x-apigateway-event': encodeURIComponent(JSON.stringify(apiEvent('GET', '/me', claimsOf('forged')))),
      'x-test-claims': JSON.stringify(claimsOf('forged')),
      'x-request-id': 'forged',
    };
    const refused = await call('GET', '/expenses', undefined, undefined, forged);
    expect([refused.statusCode, JSON.parse(refused.body)]).toMatchObject([
      401,
      { code: 'auth.required', requestId: 'gateway-request' },
    ]);
    const idToken = await call('GET', '/expenses', { ...claimsOf('ann'), token_use: 'id' });
    expect(idToken.statusCode).toBe(401);
  });

  it('makes, submits and decides an expense', async () => {
    const [owner, boss] = [await aPerson('owner'), await aPerson('fin', 'finance')];
    const created = await call('POST', '/expenses', claimsOf(owner), lunch, { 'idempotency-key': 'k,1' });
    const { id } = JSON.parse(created.body);
    expect([created.statusCode, created.headers.etag, created.headers.location]).toEqual([
      201,
      '"1"',
      `/expenses/${id}`,
    ]);
    expect((await call('POST', `/expenses/${id}/submit`, claimsOf(owner))).statusCode).toBe(200);
    await aws.pass(0);
    const financeClaims = claimsOf(boss, '[employee finance]');
    const queue = JSON.parse((await call('GET', '/approvals', financeClaims)).body);
    expect(queue.expenses.map((expense: { id: string }) => expense.id)).toContain(id);
    const { etag } = queue.expenses.find((expense: { id: string }) => expense.id === id);
    const decision = [`/expenses/${id}/approve`, financeClaims, { comment: 'ok' }] as const;
    expect((await call('POST', ...decision, { 'if-match': etag })).statusCode).toBe(200);
    await aws.pass(0);
    const read = await call('GET', `/expenses/${id}`, claimsOf(owner));
    expect(JSON.parse(read.body)).toMatchObject({ status: 'approved', version: 5 });
    expect(read.body).not.toContain('oken');
  });

  it('writes again what a transaction had in hand for a moment', async () => {
    const fail = { code: 'TransactionConflictException', message: 'Transaction is ongoing for the item' };
    const rules = [{ service: 'dynamodb', operation: 'PutItem', times: 2, fail }];
    const faults = { method: 'POST', body: JSON.stringify({ rules }) };
    expect((await fetch(`${aws.aws.endpoint}/_testbed/faults`, faults)).ok).toBe(true);
    const created = await call('POST', '/expenses', claimsOf(uniqueName('owner')), lunch);
    expect(created.statusCode).toBe(201);
  });

  it('takes a comma in a query as a part of the value', async () => {
    const response = await call('GET', '/expenses?category=meals,travel', claimsOf('ann'));
    expect(JSON.parse(response.body).errors).toMatchObject([{ pointer: 'query/category' }]);
  });

  it.each([
    ['/expenses/..%2f..%2fhealth', 'expense.not-found'],
    ['/expenses/..%2F..%2Fusers', 'expense.not-found'],
    ['/expenses/x%3Flimit=1%23', 'expense.not-found'],
    ['/expenses/%2e%2e', 'route.not-found'],
    ['/expenses/%2e%2e%2f', 'expense.not-found'],
    ['/expenses/%00', 'expense.not-found'],
    ['/expenses/%E2%80%AE%F0%9F%98%80', 'expense.not-found'],
    ['/expenses/%252e%252e', 'expense.not-found'],
    ['/expenses/%2f', 'expense.not-found'],
    ['/expenses/../health', 'route.not-found'],
  ])('answers GET %s on the route that the gateway chose', async (path, code) => {
    const response = await call('GET', path, claimsOf('ann'));
    expect([response.statusCode, JSON.parse(response.body).code]).toEqual([404, code]);
  });

  it('answers nothing where the event names another route than ours', async () => {
    const handler = await handlerOf('http');
    for (const routeKey of ['$default', 'GET /users', 'ANY /{proxy+}', 'POST /health', undefined]) {
      const event = apiEvent('GET', '/health', claimsOf('ann', '[admin]'));
      const requestContext = { ...event.requestContext, routeKey };
      const response = (await handler({ ...event, requestContext }, { awsRequestId: 'i' })) as Answer;
      if (routeKey === 'GET /users') expect(JSON.parse(response.body).code).toBe('auth.not-active');
      else expect([response.statusCode, JSON.parse(response.body).code]).toEqual([404, 'route.not-found']);
    }
  });

  it.each(['limit=5&limit=6', 'limit=5&limit=5', '__proto__=1', 'constructor=1', 'x=1&x=2', 'limit=5,6'])(
    'refuses the query %s',
    async (query) => {
      const response = await call('GET', `/expenses?${query}`, claimsOf('ann'));
      const name = query.split('=')[0];
      expect(JSON.parse(response.body).errors).toMatchObject([{ pointer: `query/${name}` }]);
    },
  );

  it('serves two callers at once without mixing them up', async () => {
    const people = Array.from({ length: 10 }, () => uniqueName('someone'));
    const answers = await Promise.all(people.map((id) => call('POST', '/expenses', claimsOf(id), lunch)));
    expect(answers.map(({ body }) => JSON.parse(body).ownerId)).toEqual(people);
  });
});

describe('people', () => {
  it('npm run user makes the first admin, who can sign in, and whoever reports to them', async () => {
    const at = { userPoolId, table: aws.tableName };
    const boss = await addUser({
      ...at,
      email: 'Boss@example.com',
      name: 'Boss',
      roles: ['admin'],
    });
    expect(boss).toMatchObject({ email: 'boss@example.com', roles: ['employee', 'admin'] });
    const reporting = {
      ...at,
      email: 'ann@example.com',
      name: 'Ann',
      roles: [],
      managerEmail: 'boss@example.com',
    };
    await expect(addUser(reporting)).rejects.toThrow(
      'boss@example.com cannot be the manager: the manager must be a person with the role manager',
    );
    const again = {
      ...at,
      email: 'Boss@example.com',
      name: 'The Boss',
      roles: ['admin', 'manager'] as Role[],
      password: 'Passw0rd!x',
    };
    expect(await addUser(again)).toMatchObject({ id: boss.id, roles: ['employee', 'manager', 'admin'] });
    expect(await groupsOf('boss@example.com')).toEqual(['admin', 'employee', 'manager']);
    const ann = await addUser({ ...reporting, roles: ['manager'] });
    expect(ann.managerId).toBe(boss.id);
    await expect(addUser({ ...again, managerEmail: 'ann@example.com' })).rejects.toThrow(
      'ann@example.com cannot be the manager: the manager must not report to the person themselves',
    );
    expect(await signIn('boss@example.com', 'Passw0rd!x')).toEqual(expect.any(String));
    await expect(
      addUser({ ...at, email: 'x@y.z', name: 'X', roles: [], managerEmail: 'no@y.z' }),
    ).rejects.toThrow('no person with the email no@y.z');
  });

  it('PATCH /users keeps the groups of the user pool in step', async () => {
    const { id } = await addUser({
      userPoolId,
      table: aws.tableName,
      email: 'kim@example.com',
      name: 'Kim',
      roles: [],
    });
    const root = claimsOf(await aPerson('root', 'admin'), '[admin]');
    const response = await call('PATCH', `/users/${id}`, root, { roles: ['finance'] });
    expect(JSON.parse(response.body)).toMatchObject({ roles: ['employee', 'finance'] });
    expect(await groupsOf('kim@example.com')).toEqual(['employee', 'finance']);
  });

  it('sign-up gives a profile and the group employee, and hands the event back', async () => {
    const { id } = await addUser({
      userPoolId,
      table: aws.tableName,
      email: 'new@example.com',
      name: 'New',
      roles: [],
    });
    const event = {
      userPoolId,
      userName: 'new@example.com',
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      request: { userAttributes: { sub: id, email: 'new@example.com' } },
      response: {},
    };
    const handler = await handlerOf('sign-up');
    expect(await handler(event, { awsRequestId: 'i' })).toEqual(event);
  });

  async function groupsOf(Username: string): Promise<string[]> {
    const input = { UserPoolId: userPoolId, Username };
    const { Groups = [] } = await cognito.send(new AdminListGroupsForUserCommand(input));
    return Groups.map(({ GroupName = '' }) => GroupName).sort();
  }

  async function signIn(USERNAME: string, PASSWORD: string): Promise<string | undefined> {
    const ExplicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH' as const];
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: userPoolId,
        ClientName: uniqueName('c'),
        ExplicitAuthFlows,
      }),
    );
    const { AuthenticationResult } = await cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: userPoolId,
        ClientId: UserPoolClient?.ClientId ?? '',
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
    return AuthenticationResult?.AccessToken;
  }
});

describe('the function receipt-processor', () => {
  it('reports the messages of a batch that failed, and only those', async () => {
    const handler = await handlerOf('receipt-processor');
    const record = (messageId: string, body: string) => ({ messageId, body, eventSource: 'aws:sqs' });
    const Records = [record('broken', '{'), record('test', '{"Event":"s3:TestEvent"}')];
    expect(await handler({ Records }, { awsRequestId: 'i' })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'broken' }],
    });
  });
});

describe('the function reconciler', () => {
  it('says what it has done', async () => {
    const handler = await handlerOf('reconciler');
    expect(await handler({}, { awsRequestId: 'i' })).toEqual(expect.any(Object));
  });
});
