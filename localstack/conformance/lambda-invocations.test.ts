import {
  InvokeCommand,
  type InvokeCommandOutput,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aFunction, invoke } from '../testing/functions.ts';
import { until } from '../testing/until.ts';

let aws: StartedEmbedded;
let lambda: LambdaClient;

beforeAll(async () => {
  aws = await startEmbedded({
    services: ['lambda', 'sts'],
    log: () => {},
    settings: { lambda: { settleWithin: 50, stalledAfter: 100 } },
  });
  lambda = aws.client(LambdaClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

describe('an event', () => {
  test('reaches the handler with its context, environment and role', async () => {
    const name = await aFunction(
      lambda,
      `export const handler = async (event, context) => ({
        event,
        id: context.awsRequestId,
        arn: context.invokedFunctionArn,
        remaining: context.getRemainingTimeInMillis(),
        stage: process.env.STAGE,
        region: process.env.AWS_REGION,
        key: process.env.AWS_ACCESS_KEY_ID,
      });`,
      { Environment: { Variables: { STAGE: 'test' } } },
    );
    const { payload, status, error } = await invoke(lambda, name, { a: 1 });
    expect({ status, error }).toEqual({ status: 200, error: undefined });
    expect(payload).toMatchObject({
      event: { a: 1 },
      arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
      stage: 'test',
      region: 'us-east-1',
      key: expect.stringMatching(/^ASIA/),
    });
    expect((payload as { remaining: number }).remaining).toBeGreaterThan(5_000);
  });

  test('is logged as AWS logs it, with the init phase once a cold start', async () => {
    const name = await aFunction(
      lambda,
      `export const handler = async () => { console.log('hello', { a: 1 }); };`,
    );
    const cold = await invoke(lambda, name);
    const warm = await invoke(lambda, name);
    expect(cold.log).toMatch(/^INIT_START Runtime Version: nodejs:24/);
    expect(cold.log).toMatch(/\tINFO\thello { a: 1 }\n/);
    expect(cold.log).toMatch(/REPORT RequestId: .*\tInit Duration: \d+\.\d\d ms\t\n$/);
    expect(warm.log).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n/);
    expect(warm.log).not.toContain('Init Duration');
  });

  test('finds the module state of the event before it: one cold start a worker', async () => {
    const name = await aFunction(lambda, 'let count = 0; export const handler = async () => ++count;');
    const counts = [];
    for (let event = 0; event < 3; event++) counts.push((await invoke(lambda, name)).payload);
    expect(counts).toEqual([1, 2, 3]);
  });

  test('takes some time, however little passed on the clock', async () => {
    await using still = await startEmbedded({
      services: ['lambda'],
      log: () => {},
      clock: createClock(standingTime(Date.parse('2026-03-05T10:00:00Z'))),
    });
    const client = still.client(LambdaClient);
    const name = await aFunction(client, 'export const handler = async () => {};');
    expect((await invoke(client, name)).log).toContain('\tDuration: 0.50 ms\tBilled Duration: 1 ms\t');
  });

  test('meets an environment that is already there, where functions are initialized early', async () => {
    await using early = await startEmbedded({
      services: ['lambda'],
      log: () => {},
      settings: { lambda: { initializeEarly: true, instancesPerFunction: 1 } },
    });
    const client = early.client(LambdaClient);
    const { createServer } = await import('node:http');
    let births = 0;
    const server = createServer((_request, response) => {
      births++;
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
    const name = await aFunction(client, `await fetch('${url}'); export const handler = async () => 'here';`);
    await until(() => births === 1);
    await expect(invoke(client, name)).resolves.toMatchObject({ payload: 'here' });
    expect(births).toBe(1);
    server.close();
  });

  test('never meets another event in the same execution environment', async () => {
    const name = await aFunction(
      lambda,
      `let inside = 0; let most = 0; let handled = 0;
       export const handler = async () => {
         most = Math.max(most, ++inside);
         await new Promise((done) => setTimeout(done, 5));
         inside--;
         return { most, handled: ++handled };
       };`,
    );
    const answers = await Promise.all(Array.from({ length: 40 }, () => invoke(lambda, name)));
    const payloads = answers.map(({ payload }) => payload as { most: number; handled: number });
    expect(new Set(payloads.map(({ most }) => most))).toEqual(new Set([1]));
    expect(payloads.filter(({ handled }) => handled === 1)).toHaveLength(2);
  });

  test('that asks for the same function while all its environments are busy is handled', async () => {
    const name = await aFunction(
      lambda,
      `import http from 'node:http';
       import { createHmac } from 'node:crypto';
       export const handler = async ({ depth, url }) => depth === 0 ? 'bottom' : (await fetch(url + depth)).text();`,
    );
    const { createServer } = await import('node:http');
    const server = createServer(async (request, response) => {
      const depth = Number(request.url?.slice(1)) - 1;
      const { payload } = await invoke(lambda, name, { depth, url });
      response.end(String(payload));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
    await expect(invoke(lambda, name, { depth: 4, url })).resolves.toMatchObject({ payload: 'bottom' });
    server.close();
  });
});

describe('a handler that fails', () => {
  test('is reported with the error’s type, message and trace', async () => {
    const name = await aFunction(
      lambda,
      `export const handler = async () => { throw new RangeError('too far'); };`,
    );
    const { error, payload, status } = await invoke(lambda, name);
    expect({ error, status }).toEqual({ error: 'Unhandled', status: 200 });
    expect(payload).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: expect.arrayContaining(['RangeError: too far']),
    });
  });

  test.each([
    ['exits', 'export const handler = async () => process.exit(3);', 'Runtime.ExitError'],
    [
      'has an uncaught error',
      `export const handler = () => new Promise(() => setTimeout(() => { throw new Error('late'); }));`,
      'Error',
    ],
    ['is not exported', 'export const other = 1;', 'Runtime.HandlerNotFound'],
    ['has a syntax error', 'export const handler = async ( => 1;', 'Runtime.UserCodeSyntaxError'],
    [
      'imports what is missing',
      `import 'nowhere'; export const handler = async () => 1;`,
      'Runtime.ImportModuleError',
    ],
    [
      'takes a callback',
      'export const handler = (event, context, callback) => callback(null, 1);',
      'Runtime.CallbackHandlerDeprecated',
    ],
    ['returns what is no JSON', 'export const handler = async () => 1n;', 'Runtime.MarshalError'],
  ])('because it %s is reported by the runtime’s own name', async (_why, source, errorType) => {
    const name = await aFunction(lambda, source);
    await expect(invoke(lambda, name)).resolves.toMatchObject({ error: 'Unhandled', payload: { errorType } });
    await expect(invoke(lambda, name)).resolves.toMatchObject({ error: 'Unhandled', payload: { errorType } });
  });

  test('does not take the next event with it', async () => {
    const name = await aFunction(
      lambda,
      `export const handler = async ({ exit }) => exit ? process.exit(1) : 'well';`,
    );
    await expect(invoke(lambda, name, { exit: true })).resolves.toMatchObject({
      payload: { errorMessage: expect.stringContaining('Runtime exited with error: exit status 1') },
    });
    await expect(invoke(lambda, name, {})).resolves.toMatchObject({ payload: 'well' });
  });

  test.each([
    ['sends its own process a signal', `process.kill(process.pid, 'SIGKILL');`],
    [
      'sends what the runtime would not',
      `parentPort.postMessage({ type: 'log' }); await new Promise(() => {});`,
    ],
    ['sends nothing', `parentPort.postMessage(undefined); await new Promise(() => {});`],
  ])('that %s ends its own environment alone', async (_, body) => {
    const source = `
      import { parentPort } from 'node:worker_threads';
      export const handler = async ({ harm }) => { if (harm) { ${body} } return 'well'; };`;
    const name = await aFunction(lambda, source);
    await expect(invoke(lambda, name, { harm: true })).resolves.toMatchObject({
      error: 'Unhandled',
      payload: { errorType: 'Runtime.ExitError' },
    });
    await expect(invoke(lambda, name, {})).resolves.toMatchObject({ payload: 'well' });
  });

  test.each([
    ['a request without an address', `{ type: 'request', id: 1 }`],
    [
      'a request with headers that are none',
      `{ type: 'request', id: 1, path: '/a', method: 'GET', headers: null, body: '' }`,
    ],
    ['lines that are none', `{ type: 'log', lines: [{ message: {} }, 1] }`],
  ])('that sends %s by itself harms nobody', async (_, message) => {
    const source = `
      import { parentPort } from 'node:worker_threads';
      export const handler = async () => { parentPort.postMessage(${message}); return 'well'; };`;
    const name = await aFunction(lambda, source);
    await expect(invoke(lambda, name)).resolves.toMatchObject({ payload: 'well' });
    await aws.context.clock.advance(1_000);
    await expect(invoke(lambda, name)).resolves.toMatchObject({ payload: 'well' });
  });

  test('takes a callback with an earlier runtime', async () => {
    const source = `export const handler = (event, context, callback) => callback(null, 'called');`;
    const name = await aFunction(lambda, source, { Runtime: 'nodejs22.x' });
    await expect(invoke(lambda, name)).resolves.toMatchObject({ payload: 'called' });
  });
});

describe('time', () => {
  test('runs out on the emulated clock', async () => {
    const name = await aFunction(
      lambda,
      `export const handler = (e) => e.wait ? new Promise(() => {}) : 'ready';`,
      {
        Timeout: 900,
      },
    );
    await invoke(lambda, name);
    const input = { FunctionName: name, LogType: 'Tail', Payload: Buffer.from('{"wait":true}') };
    const answer = aws.context.call<InvokeCommandOutput>('lambda', 'Invoke', input, aws.context.root);
    await aws.context.clock.advance(900_000);
    const { Payload, FunctionError, LogResult } = await answer;
    const log = Buffer.from(LogResult ?? '', 'base64').toString();
    expect(FunctionError).toBe('Unhandled');
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 900\.00 seconds$/),
    });
    expect(log).toMatch(/Task timed out after 900\.00 seconds/);
    expect(log).toMatch(/Duration: 900000\.00 ms.*Status: timeout/);
  });

  test('is seen by the handler as the emulated AWS sees it', async () => {
    const name = await aFunction(
      lambda,
      'export const handler = async () => [Date.now(), new Date().getTime(), Date.parse(Date()) / 1000 | 0];',
    );
    await aws.context.clock.advance(3 * 86_400_000);
    const { payload } = await invoke(lambda, name);
    const [now = 0, constructed = 0] = payload as number[];
    expect(Math.abs(now - aws.context.clock.now())).toBeLessThan(2_000);
    expect(Math.abs(constructed - now)).toBeLessThan(1_000);
  });
});

describe('calls of AWS from a function', () => {
  const source = `
    import http from 'node:http';
    export const handler = async ({ path, headers, body, method, abort }) => new Promise((resolve) => {
      const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL);
      const request = http.request({ hostname, port, path, method, headers }, async (response) => {
        const chunks = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
      request.on('error', (error) => resolve({ error: error.code ?? error.name }));
      if (abort) request.destroy();
      else request.end(body);
    });`;

  test.each([true, false])(
    'are answered alike over the port and over a socket (fast path: %s)',
    async (fastPath) => {
      await using other = await startEmbedded({
        services: ['lambda'],
        log: () => {},
        settings: { lambda: { fastPath } },
      });
      const client = other.client(LambdaClient);
      const name = await aFunction(client, source);
      const health = await invoke(client, name, { path: '/_testbed/health', method: 'GET' });
      expect(health.payload).toMatchObject({
        status: 200,
        headers: { 'content-type': expect.stringContaining('json') },
      });
      const unsigned = await invoke(client, name, {
        path: '/2015-03-31/functions',
        method: 'GET',
        headers: { 'X-Custom': ['a', 'b'] },
      });
      expect(unsigned.payload).toMatchObject({
        status: expect.any(Number),
        body: expect.stringContaining('"'),
      });
      await expect(invoke(client, name, { path: '/', method: 'POST', abort: true })).resolves.toMatchObject({
        payload: { error: 'ECONNRESET' },
      });
    },
  );
});

describe('an asynchronous event', () => {
  test('is accepted at once', async () => {
    const name = await aFunction(lambda, 'export const handler = async () => 1;');
    const { StatusCode, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: name, InvocationType: 'Event' }),
    );
    expect(StatusCode).toBe(202);
    expect(Payload ?? []).toHaveLength(0);
  });

  test('that fails is tried twice again, after one and two minutes', async () => {
    const { createServer } = await import('node:http');
    const attempts: number[] = [];
    const server = createServer((_request, response) => {
      attempts.push(aws.context.clock.now());
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
    const name = await aFunction(
      lambda,
      `export const handler = async () => { await fetch('${url}'); throw new Error('no'); };`,
    );
    await lambda.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event' }));
    for (let expected = 1; expected <= 3; expected++) {
      await until(() => attempts.length === expected);
      await aws.context.clock.advance(expected * 60_000 + 5_000);
    }
    await aws.context.clock.advance(600_000);
    server.close();
    expect(attempts).toHaveLength(3);
  });

  test('has its settings checked', async () => {
    const FunctionName = await aFunction(lambda, 'export const handler = async () => 1;');
    const put = new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 3 });
    await expect(lambda.send(put)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('Invoke', () => {
  test('answers DryRun with 204, and refuses what is no JSON, too large or unknown', async () => {
    const FunctionName = await aFunction(lambda, 'export const handler = async () => 1;');
    const dry = await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'DryRun' }));
    expect(dry.StatusCode).toBe(204);
    await expect(
      lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{') })),
    ).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
    const large = Buffer.from(JSON.stringify('x'.repeat(6 * 1024 * 1024)));
    await expect(lambda.send(new InvokeCommand({ FunctionName, Payload: large }))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
    await expect(lambda.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
