import { check } from 'k6';
import type { Params, RefinedResponse } from 'k6/http';
import http from 'k6/http';
import type { LoadUser } from '../plan.ts';
import { plan } from './plan.ts';

/** An answer whose body is text, or was not kept. */
export type Answer = RefinedResponse<'text' | 'none'>;

interface Call {
  readonly method: string;
  /** The route's name in API Gateway, e.g. `GET /expenses/{id}`: what figures are grouped by. */
  readonly route: string;
  readonly path: string;
  readonly as: LoadUser;
  readonly body?: object;
  /** The version that a write is for, as an ETag. */
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  readonly expect: number;
  /** Whether the scenario reads the answer's body; it is thrown away unless told. */
  readonly keepBody?: boolean;
}

type Checks = Record<string, (answer: Answer) => boolean>;

// Made once for each route: k6's JavaScript is interpreted, and the generator is not to be the bottleneck.
const tagsByRoute: Record<string, { name: string }> = {};
const checksByRoute: Record<string, Checks> = {};

/** Sends one request as a user, tags it with its route, and checks the status. */
export function call(request: Call): Answer {
  const { method, route, as, body, expect } = request;
  tagsByRoute[route] ??= { name: route };
  const headers: Record<string, string> = { authorization: `Bearer ${as.accessToken}` };
  if (body) headers['content-type'] = 'application/json';
  if (request.ifMatch) headers['if-match'] = request.ifMatch;
  if (request.idempotencyKey) headers['idempotency-key'] = request.idempotencyKey;
  const params: Params = {
    tags: tagsByRoute[route],
    responseType: request.keepBody ? 'text' : 'none',
    headers,
  };
  const answer = http.request(method, plan.apiUrl + request.path, body ? JSON.stringify(body) : null, params);
  check(answer as Answer, statusCheck(route, expect), tagsByRoute[route]);
  return answer as Answer;
}

function statusCheck(route: string, expected: number): Checks {
  const name = `${route} answers ${expected}`;
  checksByRoute[name] ??= { [name]: (answer) => answer.status === expected };
  return checksByRoute[name];
}

/** The JSON body of an answer; undefined where there is none, so that a failed call does not throw. */
export function bodyOf<T>(answer: Answer): T | undefined {
  try {
    return answer.json() as T;
  } catch {
    return undefined;
  }
}

/** The version of what was answered, as it goes into `ifMatch`. k6 writes header names as Go does. */
export function etagOf(answer: Answer): string {
  return answer.headers.Etag ?? '';
}
