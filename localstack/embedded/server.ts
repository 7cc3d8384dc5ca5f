import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectionLostError } from './core/errors.ts';
import { isHeaderName, isHeaderValue, isPlainHeaderValue } from './core/header-fields.ts';
import type { AwsRequest, AwsResponse } from './core/http.ts';
import type { UnexpectedErrors } from './core/unexpected-errors.ts';

// Imported, it would load undici as well, for the WebSocket client that it exports: 14 MB and 30 ms.
const { createServer } = process.getBuiltinModule('node:http');

/** The port is taken by another process. */
export class PortInUseError extends Error {
  readonly code = 'PortInUse';
  readonly port: number;

  constructor(host: string, port: number) {
    super(`Port ${port} on ${host} is in use: something else listens there.`);
    this.port = port;
  }
}

/** There is nothing to listen on: the address is not this machine's, or not for this user. */
export class AddressUnusableError extends Error {
  readonly code = 'AddressUnusable';
}

const UNUSABLE: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAI_AGAIN: 'no address is known by that name',
  ENOTFOUND: 'no address is known by that name',
};

/** A socket that answers with what `handle` says. */
export interface HttpServer {
  /** e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

/** Characters of an address that are told where its answer failed. */
const MOST_TOLD = 300;

/** Larger than any body that AWS itself takes in one request here: a Lambda zip of 50 MB in base64. */
const MAX_BODY_BYTES = 128 * 1024 * 1024;

/** How {@link serve} listens, and whom it tells. */
export interface ServeOptions {
  /** 0 for any free one. */
  readonly port: number;
  readonly host: string;
  /** What answers are dated by, in milliseconds since the epoch: SDK clients correct their own clocks by it. */
  readonly now: () => number;
  /** Told of what went wrong on the way of a request or its answer. */
  readonly report: UnexpectedErrors['report'];
}

/**
 * Listens, and translates between node:http and `handle`. Whatever `handle` throws or answers, the process goes on and
 * the sender gets an answer, but for a {@link ConnectionLostError}. Throws {@link PortInUseError} and {@link AddressUnusableError}.
 */
export async function serve(
  handle: (request: AwsRequest) => Promise<AwsResponse>,
  { port, host, now, report }: ServeOptions,
): Promise<HttpServer> {
  const door: Door = { handle, report, dateOf: createDateHeader(now) };
  const server = createServer({ keepAliveTimeout: 65_000 }, (incoming, outgoing) => {
    receive(incoming, outgoing, door);
  });
  await listening(server, port, host);
  server.on('error', (error) => report(error, 'Listening'));
  const { address, family, port: actual } = server.address() as AddressInfo;
  const reachable = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return {
    endpoint: `http://${family === 'IPv6' && reachable === address ? `[${reachable}]` : reachable}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number, host: string): Promise<void> {
  // Node takes a text for the path of a Unix socket, where no client looks.
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AddressUnusableError(
      `Nothing can listen on ${host}:${port}: a port is a number from 0 to 65535.`,
    );
  }
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = UNUSABLE[error.code ?? ''];
      if (error.code === 'EADDRINUSE') reject(new PortInUseError(host, port));
      else if (why === undefined) reject(error);
      else reject(new AddressUnusableError(`Nothing can listen on ${host}:${port}: ${why} (${error.code}).`));
    });
    server.listen(port, host, resolve);
  });
}

/** What stands between the sockets and the services. */
interface Door {
  readonly handle: (request: AwsRequest) => Promise<AwsResponse>;
  readonly report: UnexpectedErrors['report'];
  readonly dateOf: () => string;
}

function receive(incoming: IncomingMessage, outgoing: ServerResponse, door: Door): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  });
  incoming.on('error', () => outgoing.destroy());
  // The sender has gone while it was being answered: nobody is left to be told.
  outgoing.on('error', () => outgoing.destroy());
  incoming.on('end', () => {
    if (size > MAX_BODY_BYTES) return send(outgoing, tooLarge, door.dateOf());
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    void answer(incoming, body, outgoing, door);
  });
}

/** The one way out: it never rejects, and leaves no request without an answer that was to have one. */
async function answer(
  incoming: IncomingMessage,
  body: Uint8Array,
  outgoing: ServerResponse,
  { handle, report, dateOf }: Door,
): Promise<void> {
  try {
    send(outgoing, sendable(await handle(requestOf(incoming, body))), dateOf());
  } catch (thrown) {
    if (isLost(thrown)) {
      outgoing.destroy();
      return;
    }
    report(thrown, `Answering ${incoming.method} ${incoming.url?.slice(0, MOST_TOLD)}`);
    if (outgoing.headersSent) outgoing.destroy();
    else send(outgoing, failed, dateOf());
  }
}

/** Also what throws when it is asked what it is may have been thrown. */
function isLost(thrown: unknown): boolean {
  try {
    return thrown instanceof ConnectionLostError;
  } catch {
    return false;
  }
}

/**
 * What is to be written. Throws where Node would throw, or go wrong in silence, once a part of it is written. A status
 * below 200 is no answer: its receiver waits for another one.
 */
function sendable({ status, headers, body }: AwsResponse): AwsResponse {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new RangeError(`The status is ${status}.`);
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) throw new TypeError('The body is no bytes.');
  let plain = true;
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeaderName(name)) throw new TypeError(`No header can be named ${JSON.stringify(name)}.`);
    for (const one of Array.isArray(value) ? value : [value]) {
      const text = String(one);
      if (isPlainHeaderValue(text)) continue;
      if (!isHeaderValue(text)) throw new TypeError(`The header ${name} cannot be ${JSON.stringify(text)}.`);
      plain = false;
    }
  }
  // Before a body of text, Node writes headers in UTF-8 as well, and not in ISO 8859-1.
  return { status, headers, body: plain || typeof body !== 'string' ? body : Buffer.from(body) };
}

const failed: AwsResponse = {
  status: 500,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'InternalFailure' },
  body: JSON.stringify({
    __type: 'InternalFailure',
    message: 'The request processing has failed because of an unknown error.',
  }),
};

const tooLarge: AwsResponse = {
  status: 413,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'RequestEntityTooLargeException' },
  body: JSON.stringify({ message: `Request must be smaller than ${MAX_BODY_BYTES} bytes` }),
};

/** A server takes a whole URL too, as proxies are sent it (RFC 9112, section 3.2.2). */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = /^https?:\/\/[^/?]*(.*)$/i.exec(target)?.[1] ?? target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function requestOf(incoming: IncomingMessage, body: Uint8Array): AwsRequest {
  const url = originForm(incoming.url ?? '/');
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    // Node joins repeated request headers itself; only set-cookie, which no client sends, is an array.
    headers: incoming.headers as Record<string, string>,
    body,
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
  };
}

/** Headers that would say another length, or none, than the body has. */
const FRAMING = ['content-length', 'transfer-encoding', 'trailer'];

function send(outgoing: ServerResponse, { status, headers, body }: AwsResponse, date: string): void {
  if (outgoing.destroyed) return;
  const sent: Record<string, string | readonly string[]> = { date, ...headers };
  for (const name of FRAMING) delete sent[name];
  // A 204 or 304 has no body to measure; a HEAD's answer keeps the length that its service gave it.
  const announced = outgoing.req.method === 'HEAD' ? headers['content-length'] : undefined;
  // Last: what comes after it, Node writes as UTF-8 where it is a Content-Disposition, and then refuses itself.
  if (announced !== undefined) sent['content-length'] = announced;
  else if (status !== 204 && status !== 304) {
    sent['content-length'] = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  }
  outgoing.writeHead(status, sent as OutgoingHttpHeaders);
  outgoing.end(body);
}

/** The Date header of `now`, formatted once a second. */
function createDateHeader(now: () => number): () => string {
  let second = Number.NaN;
  let text = '';
  return () => {
    const current = Math.floor(now() / 1000);
    if (current !== second) {
      second = current;
      text = new Date(current * 1000).toUTCString();
    }
    return text;
  };
}
