import { check, sleep } from 'k6';
import type { Params, RefinedResponse } from 'k6/http';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import type { LoadUser } from '../shared/plan.ts';
import { countFailure } from './failures.ts';
import { inFirstIteration } from './iteration.ts';
import { plan } from './plan-file.ts';

/** An answer whose body is text, or was not kept. */
export type Answer = RefinedResponse<'text' | 'none'>;

interface Call {
  readonly method: string;
  /** The route's name in API Gateway, e.g. `GET /expenses/{id}`: what figures are grouped by. */
  readonly route: string;
  readonly path: string;
  readonly as: Pick<LoadUser, 'accessToken'>;
  readonly body?: object;
  /** The version that a write is for, as an ETag. */
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  readonly expect: number;
  /** Whether the scenario reads the answer's body; it is thrown away unless told. */
  readonly keepBody?: boolean;
}

type Checks = Record<string, (answer: Answer) => boolean>;

const throttles = new Counter('throttles');
const unavailable = new Counter('unavailable');
const retries = new Counter('retries');
/** What the first one to call pays for what is made once: connections, cold starts. */
const firstRequest = new Trend('first_request', true);

/** How often a request is repeated that the target refused for lack of capacity, and the wait before, in seconds. */
const retry = { attempts: 2, wait: 0.1 };

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
  const url = plan.apiUrl + request.path;
  const payload = body ? JSON.stringify(body) : null;
  const answer = send(route, () => http.request(method, url, payload, params) as Answer);
  if (!check(answer, statusCheck(route, expect), tagsByRoute[route])) countFailure(answer.status, route);
  return answer;
}

/**
 * Sends a request as the SDKs do: what was refused for lack of capacity (429, 503) was not carried out and is sent
 * again after a wait that doubles, with jitter. Each refusal is counted; all tries are requests of the run.
 */
export function send(route: string, request: () => Answer): Answer {
  let answer = request();
  if (inFirstIteration()) firstRequest.add(answer.timings.duration, { name: route });
  for (let attempt = 0; answer.status === 429 || answer.status === 503; attempt++) {
    const refusals = answer.status === 429 ? throttles : unavailable;
    refusals.add(1, { name: route });
    if (attempt === retry.attempts) break;
    sleep(retry.wait * 2 ** attempt * (0.5 + Math.random()));
    retries.add(1, { name: route });
    answer = request();
  }
  return answer;
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
