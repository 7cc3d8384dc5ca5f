import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsRequest, AwsResponse } from './core/http.ts';

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

/** A socket that answers with what `handle` says. */
export interface HttpServer {
  /** e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

/** Larger than any body that AWS itself takes in one request here: a Lambda zip of 50 MB in base64. */
const MAX_BODY_BYTES = 128 * 1024 * 1024;

/**
 * Listens on `port` (0 for any free one) and translates between node:http and `handle`. Answers are dated by `now`,
 * because SDK clients correct their own clocks by it. Throws {@link PortInUseError}.
 */
export async function serve(
  handle: (request: AwsRequest) => Promise<AwsResponse>,
  port: number,
  host: string,
  now: () => number,
): Promise<HttpServer> {
  const dateOf = createDateHeader(now);
  const server = createServer({ keepAliveTimeout: 65_000 }, (incoming, outgoing) => {
    receive(incoming, outgoing, handle, dateOf);
  });
  await listening(server, port, host);
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
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(host, port) : error);
    });
    server.listen(port, host, resolve);
  });
}

function receive(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: AwsRequest) => Promise<AwsResponse>,
  dateOf: () => string,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  });
  incoming.on('error', () => outgoing.destroy());
  incoming.on('end', () => {
    if (size > MAX_BODY_BYTES) return send(outgoing, tooLarge, dateOf());
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    handle(requestOf(incoming, body)).then(
      (response) => send(outgoing, response, dateOf()),
      () => outgoing.destroy(),
    );
  });
}

const tooLarge: AwsResponse = {
  status: 413,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'RequestEntityTooLargeException' },
  body: JSON.stringify({ message: `Request must be smaller than ${MAX_BODY_BYTES} bytes` }),
};

function requestOf(incoming: IncomingMessage, body: Uint8Array): AwsRequest {
  const url = incoming.url ?? '/';
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

function send(outgoing: ServerResponse, response: AwsResponse, date: string): void {
  if (outgoing.destroyed) return;
  const headers: Record<string, string | string[] | number> = { date, ...response.headers };
  // A 204 or 304 has no body to measure; a HEAD's answer keeps the length that its service gave it.
  if (headers['content-length'] === undefined && response.status !== 204 && response.status !== 304) {
    headers['content-length'] =
      typeof response.body === 'string' ? Buffer.byteLength(response.body) : response.body.length;
  }
  outgoing.writeHead(response.status, headers);
  outgoing.end(response.body);
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
