import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { expect } from 'vitest';
import { checkContract, type RawAnswer } from './contract.ts';
import { target } from './target.ts';

/** What the API answered; `body` is the parsed JSON, undefined where there is none. */
export interface Answer<T> extends RawAnswer {
  readonly body: T;
}

/** A problem document (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  readonly requestId: string;
}

/** Somebody with a token. */
export interface Caller {
  readonly accessToken: string;
}

type RequestHeaders = Readonly<Record<string, string>>;

/** Calls of one caller, or of nobody. */
export interface Api {
  get<T>(path: string, headers?: RequestHeaders): Promise<Answer<T>>;
  post<T>(path: string, body?: unknown, headers?: RequestHeaders): Promise<Answer<T>>;
  patch<T>(path: string, body: unknown, headers?: RequestHeaders): Promise<Answer<T>>;
  delete<T>(path: string, headers?: RequestHeaders): Promise<Answer<T>>;
}

/** The API as `caller` uses it. Every answer is held to docs/openapi.json. */
export function as(caller?: Caller): Api {
  const call = <T>(method: string, path: string, body?: unknown, headers: RequestHeaders = {}) =>
    send<T>(method, path, {
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        ...(caller && { authorization: `Bearer ${caller.accessToken}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
  return {
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    delete: (path, headers) => call('DELETE', path, undefined, headers),
  };
}

/** Sends a request as it is given: for bodies that are no JSON, and headers that no client would send. */
export async function send<T>(
  method: string,
  path: string,
  init: { readonly body?: string; readonly headers?: RequestHeaders } = {},
): Promise<Answer<T>> {
  const response = await fetch(`${target.apiUrl}${path}`, { method, ...init });
  const answer = { status: response.status, headers: response.headers, text: await response.text() };
  checkContract(method, path, answer);
  return { ...answer, body: (answer.text === '' ? undefined : JSON.parse(answer.text)) as T };
}

/**
 * Sends a path, headers and a body exactly as they are given, where `fetch` would tidy them up first; the answer is held
 * to docs/openapi.json like every other.
 */
export async function sendRaw<T>(
  method: string,
  path: string,
  { body, headers = {} }: { readonly body?: string; readonly headers?: RequestHeaders } = {},
): Promise<Answer<T>> {
  const { protocol, hostname, port, pathname } = new URL(target.apiUrl);
  const open = protocol === 'https:' ? httpsRequest : httpRequest;
  const answer = await new Promise<RawAnswer>((resolve, reject) => {
    const full = `${pathname.replace(/\/$/, '')}${path}`;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = open(
      { method, hostname, port, path: full, headers: { ...headers, ...length } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const pairs = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
          );
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: new Headers(pairs), text });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
  checkContract(method, path, answer);
  return { ...answer, body: (answer.text === '' ? undefined : JSON.parse(answer.text)) as T };
}

/** Asserts the status of an answer, and gives its body; the message of a failure says what came instead. */
export function expectStatus<T>(answer: Answer<T>, status: number): T {
  expect(answer.status, answer.text).toBe(status);
  return answer.body;
}

/** Asserts that an answer is the problem `code`, and gives the document. */
export function expectProblem(answer: Answer<unknown>, status: number, code: string): Problem {
  expect({ status: answer.status, code: (answer.body as Problem | undefined)?.code }, answer.text).toEqual({
    status,
    code,
  });
  return answer.body as Problem;
}
