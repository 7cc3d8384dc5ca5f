import type { RouteSettings } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeterReading } from '../embedded/meter/reading.ts';
import {
  type ApiPlan,
  anApi,
  anIntegration,
  type HttpApi,
  type HttpEvent,
  type StartedGateway,
  startGateway,
} from './apigateway-fixtures.ts';
import type { StubFunction } from './cognito-fixtures.ts';

/** What `answer` answers; set by the test that calls it. */
let answer: unknown;
let hanging = 0;
let counted = 0;

const functions: Record<string, StubFunction> = {
  echo: (event: HttpEvent) => ({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  }),
  answer: () => answer,
  other: () => 'other',
  count() {
    counted++;
    return '';
  },
  fail() {
    throw new Error('boom');
  },
  hang() {
    hanging++;
    return new Promise(() => {});
  },
};

let started: StartedGateway;

beforeAll(async () => {
  started = await startGateway(functions);
});

afterAll(() => started.aws[Symbol.asyncDispose]());

async function eventOf(response: Response): Promise<HttpEvent> {
  expect(response.status).toBe(200);
  return (await response.json()) as HttpEvent;
}

describe('the event of payload format 2.0', () => {
  it('is the one that AWS makes', async () => {
    const api = await anApi(started, { routes: { 'POST /expenses/{id}/{rest+}': 'echo' } });
    const response = await api.call('/expenses/42/a%20b/c?tag=x&tag=y&q=a%2Cb', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Cookie: 'a=1; b=2',
        'User-Agent': 'test',
        'X-Odd': 'one, two',
      },
      body: '{"amount":1}',
    });
    const id = `${api.apiId}.execute-api.us-east-1.amazonaws.com`;
    expect(await eventOf(response)).toEqual({
      version: '2.0',
      routeKey: 'POST /expenses/{id}/{rest+}',
      rawPath: '/expenses/42/a b/c',
      rawQueryString: 'tag=x&tag=y&q=a%2Cb',
      cookies: ['a=1', 'b=2'],
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'content-length': '12',
        'x-odd': 'one, two',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      }),
      queryStringParameters: { tag: 'x,y', q: 'a,b' },
      pathParameters: { id: '42', rest: 'a b/c' },
      requestContext: {
        accountId: '000000000000',
        apiId: api.apiId,
        domainName: id,
        domainPrefix: api.apiId,
        http: {
          method: 'POST',
          path: '/expenses/42/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        requestId: response.headers.get('apigw-requestid'),
        routeKey: 'POST /expenses/{id}/{rest+}',
        stage: '$default',
        time: expect.stringMatching(/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"amount":1}',
      isBase64Encoded: false,
    });
  });

  it('has neither cookies nor a connection among its headers', async () => {
    const api = await anApi(started);
    const { headers } = await eventOf(await api.call('/', { headers: { Cookie: 'a=1' } }));
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('connection');
  });

  it.each([
    ['application/json; charset=utf-8', false],
    ['application/problem+json', false],
    ['text/csv', false],
    ['application/x-www-form-urlencoded', true],
    ['image/png', true],
  ])('has a body of type %s in base64: %s', async (type, encoded) => {
    const api = await anApi(started);
    const sent = 'a=1&b=é';
    const event = await eventOf(
      await api.call('/', { method: 'POST', headers: { 'Content-Type': type }, body: sent }),
    );
    expect(event.isBase64Encoded).toBe(encoded);
    expect(Buffer.from(event.body ?? '', encoded ? 'base64' : 'utf8').toString()).toBe(sent);
  });

  it('names the stage and its variables', async () => {
    const api = await anApi(started, {
      routes: { 'GET /a': 'echo' },
      stage: { StageName: 'dev', StageVariables: { colour: 'blue' } },
    });
    const event = await eventOf(await api.call('/a'));
    expect(event).toMatchObject({
      rawPath: '/dev/a',
      routeKey: 'GET /a',
      stageVariables: { colour: 'blue' },
    });
    expect(event.requestContext).toMatchObject({ stage: 'dev', http: { path: '/dev/a' } });
  });
});

describe('routing', () => {
  it('prefers plain text to parameters to greedy ones, a method to ANY, and $default last', async () => {
    const keys = [
      'GET /p/dog/1',
      'GET /p/dog/{id}',
      'GET /p/{x+}',
      'ANY /{y+}',
      'POST /p/dog/{id}',
      '$default',
    ];
    const api = await anApi(started, { routes: Object.fromEntries(keys.map((key) => [key, 'echo'])) });
    const routed = async (method: string, path: string) =>
      (await eventOf(await api.call(path, { method }))).routeKey;
    expect(await routed('GET', '/p/dog/1')).toBe('GET /p/dog/1');
    expect(await routed('GET', '/p/dog/2')).toBe('GET /p/dog/{id}');
    expect(await routed('GET', '/p/cat/3')).toBe('GET /p/{x+}');
    expect(await routed('POST', '/p/dog/1')).toBe('POST /p/dog/{id}');
    expect(await routed('PUT', '/p/dog/1')).toBe('ANY /{y+}');
    expect(await routed('GET', '/')).toBe('$default');
  });

  it('answers 404 where no route or API is', async () => {
    const api = await anApi(started, { routes: { 'GET /a': 'echo' } });
    for (const response of [
      await api.call('/b'),
      await api.call('/a', { method: 'POST' }),
      await fetch(`${started.aws.endpoint}/_aws/execute-api/nothing/a`),
    ]) {
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ message: 'Not Found' });
    }
  });

  it('answers 404 where the endpoint is disabled', async () => {
    const api = await anApi(started, { api: { DisableExecuteApiEndpoint: true } });
    expect((await api.call('/')).status).toBe(404);
  });

  it('finds an API by its host name too', async () => {
    const api = await anApi(started);
    const answered = await started.aws.aws.handle({
      method: 'GET',
      path: '/a',
      query: '',
      headers: { host: `${api.apiId}.execute-api.us-east-1.amazonaws.com` },
      body: new Uint8Array(),
      sourceIp: '127.0.0.1',
    });
    expect(answered.status).toBe(200);
  });

  it('follows changes at once where the stage deploys by itself', async () => {
    const api = await anApi(started, { routes: { 'GET /a': 'echo' } });
    expect((await api.call('/b')).status).toBe(404);
    const Target = `integrations/${await anIntegration(started.gateway, api.apiId, 'other')}`;
    await started.gateway.createRoute({ ApiId: api.apiId, RouteKey: 'GET /b', Target });
    expect(await (await api.call('/b')).text()).toBe('other');
  });

  it('shows what was deployed where the stage does not', async () => {
    const { gateway } = started;
    const api = await anApi(started, { routes: { 'GET /a': 'echo' }, stage: { AutoDeploy: false } });
    expect((await api.call('/a')).status).toBe(404);
    await gateway.createDeployment({ ApiId: api.apiId, StageName: '$default' });
    expect((await api.call('/a')).status).toBe(200);
    const Target = `integrations/${await anIntegration(gateway, api.apiId, 'other')}`;
    await gateway.createRoute({ ApiId: api.apiId, RouteKey: 'GET /b', Target });
    expect((await api.call('/b')).status).toBe(404);
    await gateway.createDeployment({ ApiId: api.apiId, StageName: '$default' });
    expect((await api.call('/b')).status).toBe(200);
  });
});

describe("a function's answer", () => {
  it.each<[string, unknown, { status: number; type: string; body: string }]>([
    ['an object is a JSON body', { a: 1 }, { status: 200, type: 'application/json', body: '{"a":1}' }],
    ['text is a body', 'hello', { status: 200, type: 'application/json', body: 'hello' }],
    ['an array is a JSON body', [1, 2], { status: 200, type: 'application/json', body: '[1,2]' }],
    [
      'a status alone is an empty answer',
      { statusCode: 204 },
      { status: 204, type: 'text/plain; charset=utf-8', body: '' },
    ],
    [
      'a whole answer is taken as it is',
      { statusCode: 201, headers: { 'Content-Type': 'application/json' }, body: '{}' },
      { status: 201, type: 'application/json', body: '{}' },
    ],
    [
      'base64 is decoded',
      { statusCode: 200, headers: { 'content-type': 'image/x' }, body: 'aGk=', isBase64Encoded: true },
      { status: 200, type: 'image/x', body: 'hi' },
    ],
  ])('%s', async (_, given, expected) => {
    answer = given;
    const api = await anApi(started, { routes: { $default: 'answer' } });
    const response = await api.call('/');
    expect({
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.text(),
    }).toEqual(expected);
  });

  it('has no say in how it is framed', async () => {
    const framing = { trailer: 'x-a', te: 'trailers', 'transfer-encoding': 'chunked', 'content-length': '9' };
    answer = { statusCode: 200, headers: { ...framing, upgrade: 'h2c', 'x-a': 'é' }, body: 'a' };
    const api = await anApi(started, { routes: { $default: 'answer' } });
    const response = await api.call('/');
    expect(response.headers.get('x-a')).toBe('é');
    expect(response.headers.get('content-length')).toBe('1');
    expect([...response.headers.keys()]).not.toContain('trailer');
    expect(await response.text()).toBe('a');
  });

  it('sets cookies one by one', async () => {
    answer = { statusCode: 200, cookies: ['a=1; Secure', 'b=2'], body: '' };
    const api = await anApi(started, { routes: { $default: 'answer' } });
    expect((await api.call('/')).headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
  });

  it.each<[string, unknown]>([
    ['a status that is none', { statusCode: 'many' }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['headers that are none', { statusCode: 200, headers: ['a'] }],
    ['a header that is not ISO 8859-1', { statusCode: 200, headers: { 'x-a': '中' } }],
    ['a header of two lines', { statusCode: 200, headers: { 'x-a': 'a\r\nx-b: b' } }],
    ['a name of a header with a space', { statusCode: 200, headers: { 'x a': 'a' } }],
    ['a cookie of two lines', { statusCode: 200, cookies: ['a=1\r\nx-b: b'] }],
    ['a status that ends no request', { statusCode: 101 }],
  ])('with %s is an internal server error', async (_, given) => {
    answer = given;
    const api = await anApi(started, { routes: { $default: 'answer' } });
    const response = await api.call('/');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  it.each(['fail', 'missing'])('is an internal server error of a function that does %s', async (name) => {
    const api = await anApi(started, { routes: { $default: name } });
    const response = await api.call('/');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  it('is awaited for the time of the integration, and no longer', async () => {
    const { clock } = started.aws.context;
    const api = await anApi(started, { routes: { $default: 'hang' }, timeout: 30_000 });
    hanging = 0;
    let status = 0;
    const calling = api.call('/').then((response) => {
      status = response.status;
      return response;
    });
    await expect.poll(() => hanging).toBe(1);
    await clock.advance(29_000);
    expect(status).toBe(0);
    await clock.advance(1000);
    const response = await calling;
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  });
});

describe('limits', () => {
  it('takes 10,240 bytes of request line and header values, and no more', async () => {
    const api = await anApi(started, { routes: { 'GET /{rest+}': 'echo' } });
    const first = await eventOf(await api.call('/long?q=1'));
    // What the client itself sends counts too; the gateway's own headers do not.
    const sent = Object.entries(first.headers).filter(([name]) => !/^x-(?:forwarded|amzn)-/.test(name));
    const size = sent.reduce((sum, [, value]) => sum + value.length, 'GET /long?q=1 HTTP/1.1'.length);
    const connection = 'keep-alive'.length;
    const padding = 'x'.repeat(10_240 - size - connection);
    await eventOf(await api.call('/long?q=1', { headers: { padding } }));
    const refused = await api.call('/long?q=1', { headers: { padding: `${padding}x` } });
    expect(refused.status).toBe(431);
    expect(await refused.json()).toEqual({ message: 'Request Header Fields Too Large' });
    expect((await api.call(`/${'x'.repeat(10_240)}`)).status).toBe(431);
  });

  it('refuse a body over 10 MB', async () => {
    const api = await anApi(started);
    const response = await api.call('/', { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) });
    expect(response.status).toBe(413);
  });

  it('throttle a stage by its burst, and let through again by the clock', async () => {
    const api = await anApi(started, {
      stage: { DefaultRouteSettings: { ThrottlingBurstLimit: 3, ThrottlingRateLimit: 1 } },
    });
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await api.call('/')).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    const refused = await api.call('/');
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
    await started.aws.context.clock.advance(1000);
    expect((await api.call('/')).status).toBe(200);
    expect((await api.call('/')).status).toBe(429);
  });

  describe('of routes of their own', () => {
    const slow = { ThrottlingRateLimit: 0.1 };

    /** An API of which only some routes have limits. */
    async function limited(routes: Record<string, RouteSettings>, plan: ApiPlan = {}): Promise<HttpApi> {
      return anApi(started, {
        routes: { 'GET /a': 'count', 'GET /b': 'count', 'GET /a/{id}': 'count' },
        ...plan,
        stage: { ...plan.stage, RouteSettings: routes },
      });
    }

    /** How many of `n` requests sent at once get through; the others are refused for their number. */
    async function passed(api: HttpApi, paths: readonly string[], n: number): Promise<number> {
      const all = Array.from({ length: n }, async (_, at) => api.call(paths[at % paths.length] ?? ''));
      const statuses = (await Promise.all(all)).map(({ status }) => status);
      const through = statuses.filter((status) => status === 200).length;
      expect(statuses.filter((status) => status === 429)).toHaveLength(n - through);
      return through;
    }

    it('let a burst of it through at once, and leave the others alone', async () => {
      const api = await limited({ 'GET /a': { ...slow, ThrottlingBurstLimit: 4 } });
      expect(await passed(api, ['/a'], 12)).toBe(4);
      expect(await passed(api, ['/b', '/a/1'], 12)).toBe(12);
    });

    it('fill again at their own rate, and never above their burst', async () => {
      const api = await limited({
        'GET /a': { ...slow, ThrottlingBurstLimit: 3 },
        'GET /b': { ThrottlingRateLimit: 0.02, ThrottlingBurstLimit: 3 },
      });
      expect([await passed(api, ['/a'], 5), await passed(api, ['/b'], 5)]).toEqual([3, 3]);
      await started.aws.context.clock.advance(20_000);
      expect([await passed(api, ['/a'], 5), await passed(api, ['/b'], 5)]).toEqual([2, 0]);
      await started.aws.context.clock.advance(3_600_000);
      expect([await passed(api, ['/a'], 5), await passed(api, ['/b'], 5)]).toEqual([3, 3]);
    });

    it('count all paths of a route together', async () => {
      const api = await limited({ 'GET /a/{id}': { ...slow, ThrottlingBurstLimit: 2 } });
      expect(await passed(api, ['/a/1', '/a/2', '/a/3'], 6)).toBe(2);
      expect(await passed(api, ['/a'], 6)).toBe(6);
    });

    it("take nothing from the stage's, nor the stage's from them", async () => {
      const api = await limited(
        { 'GET /a': { ...slow, ThrottlingBurstLimit: 5 } },
        { stage: { DefaultRouteSettings: { ...slow, ThrottlingBurstLimit: 2 } } },
      );
      expect(await passed(api, ['/a'], 8)).toBe(5);
      expect(await passed(api, ['/b'], 8)).toBe(2);
    });

    it("take from the stage's settings what they do not say themselves", async () => {
      const api = await limited(
        { 'GET /a': { ThrottlingBurstLimit: 3 } },
        { stage: { DefaultRouteSettings: { ...slow, ThrottlingBurstLimit: 9 } } },
      );
      expect(await passed(api, ['/a'], 8)).toBe(3);
      await started.aws.context.clock.advance(10_000);
      expect(await passed(api, ['/a'], 8)).toBe(1);
    });

    it('are no limits where they only ask for metrics', async () => {
      const api = await limited({ 'GET /a': { DetailedMetricsEnabled: true } });
      expect(await passed(api, ['/a'], 30)).toBe(30);
    });

    it('shut it with a burst or a rate of 0', async () => {
      const api = await limited({
        'GET /a': { ...slow, ThrottlingBurstLimit: 0 },
        'GET /b': { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 5 },
      });
      expect(await passed(api, ['/a', '/b'], 4)).toBe(0);
    });

    it('go with their removal', async () => {
      const api = await limited({ 'GET /a': { ...slow, ThrottlingBurstLimit: 1 } });
      expect(await passed(api, ['/a'], 3)).toBe(1);
      await started.gateway.deleteRouteSettings({
        ApiId: api.apiId,
        StageName: '$default',
        RouteKey: 'GET /a',
      });
      expect(await passed(api, ['/a'], 3)).toBe(3);
    });

    it('spare the function what they refuse, and count it apart from what is billed', async () => {
      const api = await limited({ 'GET /a': { ...slow, ThrottlingBurstLimit: 2 } });
      counted = 0;
      expect(await passed(api, ['/a'], 7)).toBe(2);
      expect(counted).toBe(2);
      const { quantities } = (await (
        await fetch(`${started.aws.endpoint}/_testbed/meter`)
      ).json()) as MeterReading;
      const own = quantities.filter(({ resource }) => resource === api.apiId);
      expect(Object.fromEntries(own.map(({ quantity, amount }) => [quantity, amount]))).toMatchObject({
        requests: 2,
        throttles: 5,
      });
    });
  });
});

describe('CORS', () => {
  const cors = {
    AllowOrigins: ['https://app.example.com'],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['authorization', 'content-type'],
    ExposeHeaders: ['etag'],
    AllowCredentials: true,
    MaxAge: 300,
  };
  const preflight = (origin: string) => ({
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
  });

  it('answers a preflight itself, where the origin is allowed', async () => {
    const api = await anApi(started, { routes: { 'GET /a': 'fail' }, api: { CorsConfiguration: cors } });
    const response = await api.call('/a', preflight('https://app.example.com'));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-expose-headers': 'etag',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '300',
    });
  });

  it('says nothing to other origins', async () => {
    const api = await anApi(started, { api: { CorsConfiguration: cors } });
    for (const init of [
      preflight('https://evil.example.com'),
      { headers: { Origin: 'https://evil.example.com' } },
    ]) {
      expect((await api.call('/', init)).headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it("replaces the function's own headers on every answer", async () => {
    answer = {
      statusCode: 200,
      headers: { 'Access-Control-Allow-Origin': 'https://evil.example.com' },
      body: '',
    };
    const api = await anApi(started, { routes: { 'GET /a': 'answer' }, api: { CorsConfiguration: cors } });
    const headers = { Origin: 'https://app.example.com' };
    for (const path of ['/a', '/nowhere']) {
      const response = await api.call(path, { headers });
      expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    }
  });

  it('is left to the function where the API has no configuration', async () => {
    answer = { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: '' };
    const api = await anApi(started, { routes: { $default: 'answer' } });
    expect(
      (await api.call('/', preflight('https://a.example.com'))).headers.get('access-control-allow-origin'),
    ).toBe('*');
  });
});

describe("an API's own paths", () => {
  it('may end as those of Cognito do', async () => {
    const api = await anApi(started, { routes: { 'GET /.well-known/jwks.json': 'echo' } });
    expect((await eventOf(await api.call('/.well-known/jwks.json'))).routeKey).toBe(
      'GET /.well-known/jwks.json',
    );
  });
});
