import {
  ApiGatewayV2Client,
  type ApiGatewayV2Client as Client,
  GetApisCommand,
  GetRoutesCommand,
  type Route,
} from '@aws-sdk/client-apigatewayv2';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AppDeps, buildApp } from '../../app/app.ts';
import { as, expectStatus, send } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { routes } from './support/contract.ts';
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
