import {
  ApiGatewayV2Client,
  type ApiGatewayV2Client as Client,
  GetApisCommand,
  GetRoutesCommand,
  type Route,
} from '@aws-sdk/client-apigatewayv2';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AppDeps, buildApp } from '../../app/app.ts';
import { as, expectStatus, send, sendRaw } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { routes } from './support/contract.ts';
import { lunch } from './support/expenses.ts';
import { aPerson, type Person } from './support/people.ts';
import { target } from './support/target.ts';

const gateway = awsClient(ApiGatewayV2Client);

/** The routes of the API that the target's address belongs to. */
async function gatewayRoutes(client: Client): Promise<Route[]> {
  const { Items: apis = [] } = await client.send(new GetApisCommand({}));
  const api = apis.find(({ ApiEndpoint }) => ApiEndpoint === target.apiUrl);
  const { Items = [] } = await client.send(new GetRoutesCommand({ ApiId: api?.ApiId, MaxResults: '100' }));
  return Items;
}

/** The routes that the application itself registers. */
async function appRoutes(): Promise<string[]> {
  const found: string[] = [];
  // Nothing is asked of the dependencies: no route runs.
  const app = buildApp({} as AppDeps, (server) => {
    server.addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) found.push(`${name} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    });
  });
  await app.ready();
  await app.close();
  return found.sort();
}

describe('the routes', () => {
  const described = routes.map(({ key }) => key).sort();

  it('of API Gateway are those of docs/openapi.json, each by itself', async () => {
    expect((await gatewayRoutes(gateway)).map(({ RouteKey }) => RouteKey).sort()).toEqual(described);
  });

  it('of the application are the same', async () => {
    expect(await appRoutes()).toEqual(described);
  });

  it('have an authorizer each, but for the public ones', async () => {
    const open = (await gatewayRoutes(gateway)).filter(
      ({ AuthorizationType }) => AuthorizationType !== 'JWT',
    );
    expect(open.map(({ RouteKey }) => RouteKey).sort()).toEqual(
      routes.filter((route) => route.public).map(({ key }) => key),
    );
  });
});

describe('without a token', () => {
  it('GET /health answers', async () => {
    expect(expectStatus(await as().get('/health'), 200)).toEqual({ status: 'ok' });
  });

  it('GET /openapi.json gives the description', async () => {
    const body = expectStatus(await as().get<{ paths: object }>('/openapi.json'), 200);
    expect(Object.keys(body.paths).sort()).toEqual([...new Set(routes.map(({ path }) => path))].sort());
  });
});

describe('what is no route', () => {
  let person: Person;
  beforeAll(async () => {
    person = await aPerson();
  });

  it.each([
    ['GET', '/nothing'],
    ['GET', '/expenses/1/2/3'],
    ['GET', '/'],
    ['GET', '/EXPENSES'],
    ['PUT', '/expenses'],
    ['DELETE', '/me'],
    ['POST', '/health'],
  ])('%s %s answers 404, with a token or without', async (method, path) => {
    for (const headers of [{}, { authorization: `Bearer ${person.accessToken}` }]) {
      const { status, body } = await send(method, path, { headers });
      expect([status, body]).toEqual([404, { message: 'Not Found' }]);
    }
  });
});

describe('an address that can be read in two ways', () => {
  let headers: { authorization: string };
  beforeAll(async () => {
    headers = { authorization: `Bearer ${(await aPerson()).accessToken}` };
  });

  it.each([
    ['..%2f..%2fhealth'],
    ['..%2F..%2Fusers'],
    ['%2e%2e%2f%2e%2e%2fme'],
    ['%2e%2e%5c..%5chealth'],
    ['x%2fsubmit'],
    ['x%3Flimit=1'],
    ['x%23y'],
    ['%00'],
    ['%0a'],
    ['%E2%80%A8%F0%9F%98%80'],
    ['%252e%252e%252fhealth'],
    [';health'],
    ['__proto__'],
  ])('GET /expenses/%s is the expense of that name, which there is not', async (id) => {
    const { status, body } = await sendRaw<{ code?: string }>('GET', `/expenses/${id}`, { headers });
    // A gateway may itself find no route for it, and then says no code.
    expect([status, body.code ?? 'expense.not-found']).toEqual([404, 'expense.not-found']);
  });

  it('is not the expense of a name that is like it', async () => {
    const { body } = await send<{ id: string }>('POST', '/expenses', {
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(lunch),
    });
    expect((await sendRaw('GET', `/expenses/${body.id}`, { headers })).status).toBe(200);
    for (const other of [
      `${body.id}%0a`,
      `%09${body.id}`,
      `./${body.id}`,
      `${body.id}/`,
      `x%2f..%2f${body.id}`,
    ]) {
      expect((await sendRaw('GET', `/expenses/${other}`, { headers })).status).toBe(404);
    }
  });

  it.each([
    '/expenses/../health',
    '/expenses/%2e%2e/health',
    '/expenses/..',
    '/expenses/%2e',
    '//health',
    '/health/',
    '/./health',
    '/health%2f',
    '/health%00',
    '/Health',
    '/expenses//',
    '/expenses/',
    '/openapi.json/../health',
  ])('%s is no route, or none of ours', async (path) => {
    expect((await sendRaw('GET', path, { headers })).status).toBe(404);
  });

  it('is a route in whatever way its letters are written', async () => {
    expect((await sendRaw('GET', '/he%61lth')).body).toEqual({ status: 'ok' });
  });

  it('is refused where its encoding is broken', async () => {
    for (const path of ['/expenses/%zz', '/expenses/%', '/expenses/%ff', '/%c0%ae']) {
      expect((await sendRaw('GET', path, { headers })).status).toBe(400);
    }
  });

  it('has no HEAD', async () => {
    for (const path of ['/health', '/expenses'])
      expect((await send('HEAD', path, { headers })).status).toBe(404);
  });
});

describe('a query', () => {
  it.each(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))(
    'that %s does not know is refused',
    async (path) => {
      const { accessToken } = await aPerson('admin');
      const headers = { authorization: `Bearer ${accessToken}` };
      const known = path.replace(/\{\w+\}/g, 'x');
      for (const query of ['__proto__=1', 'constructor=1', 'x=1&x=2', '%5F%5Fproto__[a]=1', '=']) {
        const answer = await sendRaw<{ code: string }>('GET', `${known}?${query}`, { headers });
        expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
      }
    },
  );
});
