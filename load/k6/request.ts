import { check, sleep } from 'k6';
import http from 'k6/http';
import { inFirstIteration } from './iteration.ts';
import { countFailure, firstRequest, retries, throttles, unavailable } from './metrics.ts';
import { plan } from './plan-file.ts';
import type { Answer, ApiCall, Request } from './scenarios/scenario.ts';

type Checks = Record<string, (answer: Answer) => boolean>;

/** What is made once for each route: k6's JavaScript is interpreted, and the generator is not to be the bottleneck. */
interface KnownRoute {
  readonly tags: { readonly name: string };
  readonly method: string;
  /** By what is expected. */
  readonly checks: Record<string | number, Checks>;
}

const known: Record<string, KnownRoute> = {};

/** How often a request is repeated that the target refused for lack of capacity, and the wait before, in seconds. */
const retry = { attempts: 2, wait: 0.1 };

/** Calls the API by somebody's access token. */
export function call(route: string, request: ApiCall, accessToken: string): Answer {
  const of = knownRoute(route);
  const headers: Record<string, string> = { authorization: `Bearer ${accessToken}` };
  if (request.body) headers['content-type'] = 'application/json';
  if (request.ifMatch) headers['if-match'] = request.ifMatch;
  if (request.idempotencyKey) headers['idempotency-key'] = request.idempotencyKey;
  const body = request.body ? JSON.stringify(request.body) : null;
  return exchange(of, of.method, plan.apiUrl + request.path, body, headers, request);
}

/** Sends a request elsewhere. */
export function send(route: string, request: Request): Answer {
  const { method, url, body = null, headers = {} } = request;
  return exchange(knownRoute(route), method, url, body, headers, request);
}

/** Sends one request, tags it with its route, and checks the status. */
function exchange(
  of: KnownRoute,
  method: string,
  url: string,
  body: string | ArrayBuffer | null,
  headers: Record<string, string>,
  wanted: Pick<Request, 'expect' | 'keepBody'>,
): Answer {
  const params = { tags: of.tags, headers, responseType: wanted.keepBody ? 'text' : 'none' } as const;
  const answer = repeated(of.tags, () => http.request(method, url, body, params));
  const expect = wanted.expect ?? 200;
  // A list of statuses is a key as well, by its text.
  const key = expect as number;
  of.checks[key] ??= statusCheck(of.tags.name, expect);
  if (!check(answer, of.checks[key], of.tags)) countFailure(answer.status, of.tags);
  return answer;
}

function knownRoute(route: string): KnownRoute {
  known[route] ??= { tags: { name: route }, method: route.slice(0, route.indexOf(' ')), checks: {} };
  return known[route];
}

/**
 * Sends a request as the SDKs do: what was refused for lack of capacity (429, 503) was not carried out and is sent
 * again after a wait that doubles, with jitter. Each refusal is counted; all tries are requests of the run.
 */
function repeated<A extends Answer & { readonly timings: { readonly duration: number } }>(
  tags: KnownRoute['tags'],
  request: () => A,
): A {
  let answer = request();
  if (inFirstIteration()) firstRequest.add(answer.timings.duration, tags);
  for (let attempt = 0; answer.status === 429 || answer.status === 503; attempt++) {
    const refusals = answer.status === 429 ? throttles : unavailable;
    refusals.add(1, tags);
    if (attempt === retry.attempts) break;
    sleep(retry.wait * 2 ** attempt * (0.5 + Math.random()));
    retries.add(1, tags);
    answer = request();
  }
  return answer;
}

function statusCheck(route: string, expect: number | readonly number[]): Checks {
  if (typeof expect === 'number')
    return { [`${route} answers ${expect}`]: ({ status }) => status === expect };
  return { [`${route} answers ${expect.join(' or ')}`]: ({ status }) => expect.includes(status) };
}
