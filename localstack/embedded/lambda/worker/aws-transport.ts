import { EventEmitter } from 'node:events';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { Readable, Writable } from 'node:stream';
import type { FailureMessage, RequestMessage, ResponseMessage } from '../execution/messages.ts';
import http from './http-module.ts';
import { withOwnMemory } from './own-memory.ts';

/**
 * Requests to the AWS endpoint go over the thread's port instead of a socket: the same bytes, headers and events,
 * without the two TCP stacks. Whatever talks to another origin, or not through `node:http`, uses real sockets.
 */
export interface AwsTransport {
  /** Hands in what the service answered. */
  receive(message: ResponseMessage | FailureMessage): void;
}

type Callback = (response: IncomingMessage) => void;

/** Patches `http.request` and `http.get` for requests to `endpoint`. To be called before any other module loads. */
export function installAwsTransport(endpoint: string, send: (message: RequestMessage) => void): AwsTransport {
  const origin = new URL(endpoint);
  const pending = new Map<number, PortRequest>();
  const { request } = http;
  let lastId = 0;

  function isAws(options: RequestOptions): boolean {
    const host = options.hostname ?? options.host;
    return (
      host === origin.hostname && String(options.port ?? 80) === (origin.port || '80') && !options.socketPath
    );
  }

  function portRequest(...values: Parameters<typeof http.request>): ClientRequest {
    const { options, callback } = readArguments(values);
    if (!isAws(options)) return Reflect.apply(request, http, values) as ClientRequest;
    const id = ++lastId;
    const made = new PortRequest(options, origin.host, (message) => {
      pending.set(id, made);
      send({ type: 'request', id, ...message });
    });
    made.once('close', () => pending.delete(id));
    if (callback) made.once('response', callback);
    return made as unknown as ClientRequest;
  }

  http.request = portRequest as typeof http.request;
  http.get = ((...values: Parameters<typeof http.request>) => {
    const made = portRequest(...values);
    made.end();
    return made;
  }) as typeof http.get;
  syncBuiltinESMExports();

  return {
    receive(message) {
      pending.get(message.id)?.receive(message);
      pending.delete(message.id);
    },
  };
}

function readArguments(values: readonly unknown[]): {
  options: RequestOptions;
  callback: Callback | undefined;
} {
  const [first, second, third] = values;
  const callback = [second, third].find((value) => typeof value === 'function') as Callback | undefined;
  const extra = typeof second === 'object' && second !== null ? (second as RequestOptions) : {};
  if (typeof first !== 'string' && !(first instanceof URL))
    return { options: first as RequestOptions, callback };
  const url = new URL(first);
  return {
    options: { hostname: url.hostname, port: url.port, path: url.pathname + url.search, ...extra },
    callback,
  };
}

/** Looks like the socket of a kept-alive connection to those who set its options or wait for its inactivity. */
class PortSocket extends EventEmitter {
  readonly connecting = false;
  #timer: NodeJS.Timeout | undefined;

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  destroy(): this {
    clearTimeout(this.#timer);
    return this;
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    clearTimeout(this.#timer);
    if (listener) this.once('timeout', listener);
    if (milliseconds > 0) this.#timer = setTimeout(() => this.emit('timeout'), milliseconds).unref();
    return this;
  }
}

/** A `ClientRequest` whose connection is the port. */
class PortRequest extends Writable {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly protocol = 'http:';
  readonly reusedSocket = true;
  readonly #socket = new PortSocket();
  readonly #headers: Record<string, string> = {};
  readonly #chunks: (string | Buffer)[] = [];
  readonly #dispatch: (message: Omit<RequestMessage, 'type' | 'id'>) => void;
  #response: Readable | undefined;

  constructor(
    options: RequestOptions,
    host: string,
    dispatch: (message: Omit<RequestMessage, 'type' | 'id'>) => void,
  ) {
    super({ decodeStrings: false, autoDestroy: false });
    this.method = (options.method ?? 'GET').toUpperCase();
    this.path = options.path ?? '/';
    this.host = host;
    this.#dispatch = dispatch;
    for (const [name, value] of Object.entries((options.headers ?? {}) as OutgoingHttpHeaders)) {
      if (value !== undefined) this.setHeader(name, value);
    }
    this.#headers.host ??= host;
    if (options.auth) this.#headers.authorization ??= `Basic ${Buffer.from(options.auth).toString('base64')}`;
    if (this.#headers.expect === '100-continue') process.nextTick(() => this.emit('continue'));
    options.signal?.addEventListener('abort', () => this.destroy(new DOMException('Aborted', 'AbortError')), {
      once: true,
    });
  }

  get socket(): PortSocket {
    return this.#socket;
  }

  get connection(): PortSocket {
    return this.#socket;
  }

  setHeader(name: string, value: number | string | readonly string[]): this {
    this.#headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.#headers[name.toLowerCase()];
  }

  hasHeader(name: string): boolean {
    return name.toLowerCase() in this.#headers;
  }

  removeHeader(name: string): void {
    delete this.#headers[name.toLowerCase()];
  }

  getHeaders(): Record<string, string> {
    return { ...this.#headers };
  }

  getHeaderNames(): string[] {
    return Object.keys(this.#headers);
  }

  flushHeaders(): void {}

  setNoDelay(): void {}

  setSocketKeepAlive(): void {}

  setTimeout(milliseconds: number, listener?: () => void): this {
    if (listener) this.once('timeout', listener);
    this.#socket.setTimeout(milliseconds, () => this.emit('timeout'));
    return this;
  }

  abort(): void {
    this.destroy();
  }

  override _write(chunk: string | Buffer, encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(
      typeof chunk === 'string' && encoding !== 'utf8' && encoding !== 'utf-8'
        ? Buffer.from(chunk, encoding)
        : chunk,
    );
    done();
  }

  override _final(done: () => void): void {
    this.#dispatch({ method: this.method, path: this.path, headers: this.#headers, body: this.#body() });
    done();
  }

  #body(): string | Uint8Array {
    const [first, ...others] = this.#chunks;
    if (first === undefined) return '';
    if (others.length === 0 && typeof first === 'string') return first;
    const whole =
      others.length === 0 ? (first as Buffer) : Buffer.concat(this.#chunks.map((part) => Buffer.from(part)));
    return withOwnMemory(whole);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    const torn = this.#response ? null : Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    done(error ?? torn);
  }

  receive(message: ResponseMessage | FailureMessage): void {
    if (this.destroyed) return;
    if (message.type === 'failure') {
      this.destroy(Object.assign(new Error(message.message), { code: 'ECONNRESET' }));
      return;
    }
    this.#response = portResponse(message, this.#socket);
    this.#response.once('close', () => this.destroy());
    this.emit('response', this.#response);
  }
}

function portResponse(message: ResponseMessage, socket: PortSocket): Readable {
  const { status, headers, body } = message;
  const bytes =
    typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length);
  const response = new Readable({ read() {} });
  if (bytes.length > 0) response.push(bytes);
  response.push(null);
  return Object.assign(response, {
    statusCode: status,
    statusMessage: http.STATUS_CODES[status] ?? '',
    headers: incomingHeaders(headers),
    rawHeaders: Object.entries(headers).flatMap(([name, value]) => [name, String(value)]),
    httpVersion: '1.1',
    complete: true,
    socket,
  });
}

/** As Node reads them: cookies stay a list, every other header is one string. */
function incomingHeaders(headers: ResponseMessage['headers']): Record<string, string | string[]> {
  const incoming: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'set-cookie') incoming[name] = Array.isArray(value) ? value : [value];
    else incoming[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return incoming;
}
