import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { ConnectionLostError } from './core/errors.ts';
import type { AwsRequest, AwsResponse } from './core/http.ts';
import { createUnexpectedErrors } from './core/unexpected-errors.ts';
import { serve } from './server.ts';

const fine: AwsResponse = { status: 200, headers: {}, body: 'fine' };

/** A server that answers `/fine`, and anything else with what `handle` says or throws. */
async function start(handle: (request: AwsRequest) => AwsResponse | Promise<AwsResponse>) {
  const reported: string[] = [];
  const { report } = createUnexpectedErrors({ now: Date.now, log: (message) => reported.push(message) });
  const { endpoint, close } = await serve(
    async (request) => (request.path === '/fine' ? fine : handle(request)),
    { port: 0, host: '127.0.0.1', now: Date.now, report },
  );
  return {
    endpoint,
    reported,
    /** What the server writes in answer to these bytes, until it closes. */
    async bytes(...parts: readonly string[]): Promise<string> {
      const { hostname, port } = new URL(endpoint);
      const socket = connect(Number(port), hostname);
      let answered = '';
      socket.setEncoding('latin1').on('data', (text) => {
        answered += text;
      });
      socket.on('error', () => {});
      for (const part of parts) socket.write(part, 'latin1');
      await once(socket, 'close');
      return answered;
    },
    [Symbol.asyncDispose]: close,
  };
}

/** So many bytes of nothing, a mebibyte at a time, so that the sender holds no more than that. */
function* chunksOf(bytes: number): Iterable<Uint8Array> {
  const mebibyte = new Uint8Array(1024 * 1024);
  for (let left = bytes; left > 0; left -= mebibyte.length) yield mebibyte.subarray(0, left);
}

const broken = (part: object) => ({ ...fine, ...part }) as AwsResponse;

describe('an answer that cannot be written', () => {
  test.each<[string, AwsResponse, string]>([
    ['a header in another alphabet', broken({ headers: { 'x-a': '中' } }), 'The header x-a cannot be "中".'],
    ['a header of two lines', broken({ headers: { 'x-a': 'a\r\nb: c' } }), 'The header x-a cannot be'],
    ['a cookie of two lines', broken({ headers: { 'set-cookie': ['a', 'b\nc'] } }), 'The header set-cookie'],
    ['a name with a space', broken({ headers: { 'x a': 'a' } }), 'No header can be named "x a".'],
    ['an empty name', broken({ headers: { '': 'a' } }), 'No header can be named "".'],
    ['a status beyond all', broken({ status: 1000 }), 'The status is 1000.'],
    ['a status that is none', broken({ status: Number.NaN }), 'The status is NaN.'],
    ['a status that is no answer', broken({ status: 100 }), 'The status is 100.'],
    ['a body that is no bytes', broken({ body: { a: 1 } }), 'The body is no bytes.'],
    ['no answer at all', undefined as unknown as AwsResponse, 'Cannot destructure'],
  ])('%s is 500, told with its request, and the next one is answered', async (_, answer, told) => {
    await using server = await start(() => answer);
    const response = await fetch(`${server.endpoint}/broken?a=b`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ __type: 'InternalFailure' });
    expect(server.reported).toEqual([
      expect.stringContaining('Answering GET /broken?a=b failed unexpectedly: '),
    ]);
    expect(server.reported[0]).toContain(told);
    expect(await (await fetch(`${server.endpoint}/fine`)).text()).toBe('fine');
  });

  test.each([
    ['nothing', undefined],
    ['an object that has no text', Object.create(null)],
    [
      'what throws when it is looked at',
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error('looked at');
          },
        },
      ),
    ],
  ])('is 500 where %s is thrown', async (_, thrown) => {
    await using server = await start(() => {
      throw thrown;
    });
    expect((await fetch(`${server.endpoint}/broken`)).status).toBe(500);
    expect((await fetch(`${server.endpoint}/fine`)).status).toBe(200);
    expect(server.reported).toEqual([expect.stringContaining('GET /broken failed unexpectedly')]);
  });

  test('is none where the connection was lost, and is not told', async () => {
    await using server = await start(() => {
      throw new ConnectionLostError(undefined);
    });
    await expect(fetch(`${server.endpoint}/lost`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${server.endpoint}/fine`)).status).toBe(200);
    expect(server.reported).toEqual([]);
  });
});

describe('headers', () => {
  test.each(['text', Buffer.from('bytes')])('are written in ISO 8859-1 before %j', async (body) => {
    await using server = await start(() => ({
      status: 200,
      // The length comes first, as from a service that tells it.
      headers: { 'content-length': '1', 'content-disposition': 'attachment; filename="é"', 'x-a': 'ü' },
      body,
    }));
    const response = await fetch(`${server.endpoint}/a`);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="é"');
    expect(response.headers.get('x-a')).toBe('ü');
    expect(await response.text()).toBe(String(body));
  });

  test('cannot say another framing than that of the body', async () => {
    await using server = await start(() => ({
      status: 200,
      headers: { 'content-length': '999', 'transfer-encoding': 'chunked', trailer: 'x-a' },
      body: 'body',
    }));
    expect(await (await fetch(`${server.endpoint}/a`)).text()).toBe('body');
  });

  test('of HEAD say the length that its service gave', async () => {
    await using server = await start(() => ({ status: 200, headers: { 'content-length': '999' }, body: '' }));
    const response = await fetch(`${server.endpoint}/a`, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('999');
  });
});

describe('a request', () => {
  test('may name the whole address', async () => {
    const seen: string[] = [];
    await using server = await start((request) => {
      seen.push(`${request.path}?${request.query}`);
      return fine;
    });
    const answered = await server.bytes(
      'GET http://a.b/c/d?e=f HTTP/1.1\r\nHost: a.b\r\nConnection: close\r\n\r\n',
    );
    expect(answered).toMatch(/^HTTP\/1.1 200 /);
    expect(seen).toEqual(['/c/d?e=f']);
  });

  test.each([
    ['is no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400 /],
    [
      'has a header too large',
      `GET / HTTP/1.1\r\nHost: a\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1.1 431 /,
    ],
    [
      'has a chunk without a length',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      /^(HTTP\/1.1 400 |$)/,
    ],
    [
      'has two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na',
      /^HTTP\/1.1 400 /,
    ],
    ['asks for a tunnel', 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', /^$/],
    [
      'wants another protocol',
      'GET /fine HTTP/1.1\r\nHost: a\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n',
      /^HTTP\/1.1 /,
    ],
    [
      'expects what no one can',
      'GET /fine HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: a miracle\r\n\r\n',
      /^HTTP\/1.1 417 /,
    ],
  ])('that %s does no harm to the next', async (_, bytes, answer) => {
    await using server = await start(() => fine);
    expect(await server.bytes(bytes)).toMatch(answer);
    expect((await fetch(`${server.endpoint}/fine`)).status).toBe(200);
  });

  test('of 128 MiB is answered, and one of a byte more is refused with 413 before anybody sees it', async () => {
    const sizes: number[] = [];
    await using server = await start(({ body }) => {
      sizes.push(body.length);
      return fine;
    });
    const most = 128 * 1024 * 1024;
    const post = (bytes: number) => {
      const body = Readable.from(chunksOf(bytes));
      return fetch(`${server.endpoint}/large`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    };
    expect((await post(most)).status).toBe(200);
    const refusal = await post(most + 1);
    expect(refusal.status).toBe(413);
    expect(refusal.headers.get('x-amzn-errortype')).toBe('RequestEntityTooLargeException');
    expect(await refusal.json()).toEqual({ message: `Request must be smaller than ${most} bytes` });
    expect(sizes).toEqual([most]);
    expect((await fetch(`${server.endpoint}/fine`)).status).toBe(200);
    expect(server.reported).toEqual([]);
  });

  test('that its sender gives up while it is answered does no harm to the next', async () => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const { promise: gone, resolve: go } = Promise.withResolvers<void>();
    await using server = await start(async () => {
      ask();
      await gone;
      return { ...fine, body: Buffer.alloc(4_000_000) };
    });
    const giveUp = new AbortController();
    const given = fetch(`${server.endpoint}/slow`, { signal: giveUp.signal }).catch(
      (error: Error) => error.name,
    );
    await asked;
    giveUp.abort();
    expect(await given).toBe('AbortError');
    go();
    expect((await fetch(`${server.endpoint}/fine`)).status).toBe(200);
    expect(server.reported).toEqual([]);
  });
});
