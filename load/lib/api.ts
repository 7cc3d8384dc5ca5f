import { check } from 'k6';
import type { RefinedResponse } from 'k6/http';
import http from 'k6/http';
import type { LoadUser } from '../plan.ts';
import { plan } from './plan.ts';

/** An answer whose body is text. */
export type Answer = RefinedResponse<'text'>;

interface Call {
  readonly method: string;
  /** The route's name in API Gateway, e.g. `GET /expenses/{id}`: what figures are grouped by. */
  readonly route: string;
  readonly path: string;
  readonly as: LoadUser;
  readonly body?: object;
  readonly headers?: Record<string, string>;
  readonly expect: number;
}

/** Sends one request as a user, tags it with its route, and checks the status. */
export function call({ method, route, path, as, body, headers, expect }: Call): Answer {
  const response = http.request(method, `${plan.apiUrl}${path}`, body ? JSON.stringify(body) : null, {
    tags: { name: route },
    responseType: 'text',
    headers: {
      authorization: `Bearer ${as.accessToken}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
  });
  check(response, { [`${route} answers ${expect}`]: ({ status }) => status === expect }, { name: route });
  return response;
}

/** The JSON body of an answer; undefined where there is none, so that a failed call does not throw. */
export function bodyOf<T>(answer: Answer): T | undefined {
  try {
    return answer.json() as T;
  } catch {
    return undefined;
  }
}

/** A response header, whatever its case. */
export function headerOf(answer: Answer, name: string): string {
  for (const [key, value] of Object.entries(answer.headers)) {
    if (key.toLowerCase() === name) return value;
  }
  return '';
}
