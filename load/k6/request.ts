import { check, sleep } from 'k6';
import http from 'k6/http';
import { inFirstIteration } from './iteration.ts';
import { countFailure, firstRequest, retries, throttles, unavailable } from './metrics.ts';
import type { Answer, Request } from './scenarios/scenario.ts';

type Checks = Record<string, (answer: Answer) => boolean>;

/** How often a request is repeated that the target refused for lack of capacity, and the wait before, in seconds. */
const retry = { attempts: 2, wait: 0.1 };

// Made once: k6's JavaScript is interpreted, and the generator is not to be the bottleneck.
const tagsByRoute: Record<string, { name: string }> = {};
const checksByName: Record<string, Checks> = {};

/** Sends one request, tags it with its route, and checks the status. */
export function send(
  route: string,
  { method, url, headers = {}, body, expect = 200, keepBody }: Request,
): Answer {
  tagsByRoute[route] ??= { name: route };
  const tags = tagsByRoute[route];
  const params = { tags, headers, responseType: keepBody ? 'text' : 'none' } as const;
  const answer = repeated(route, () => http.request(method, url, body ?? null, params));
  if (!check(answer, statusCheck(route, expect), tags)) countFailure(answer.status, route);
  return answer;
}

/**
 * Sends a request as the SDKs do: what was refused for lack of capacity (429, 503) was not carried out and is sent
 * again after a wait that doubles, with jitter. Each refusal is counted; all tries are requests of the run.
 */
function repeated<A extends Answer & { readonly timings: { readonly duration: number } }>(
  route: string,
  request: () => A,
): A {
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

function statusCheck(route: string, expect: number | readonly number[]): Checks {
  const expected = typeof expect === 'number' ? [expect] : expect;
  const name = `${route} answers ${expected.join(' or ')}`;
  checksByName[name] ??= { [name]: ({ status }) => expected.includes(status) };
  return checksByName[name];
}
