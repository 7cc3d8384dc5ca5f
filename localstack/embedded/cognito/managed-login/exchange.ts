import type { AwsRequest, AwsResponse } from '../../core/http.ts';
import type { UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';
import type { LoginAddress } from './address.ts';

/** One request to a pool's domain, with what everything that answers it needs. */
export interface Exchange extends LoginAddress {
  readonly state: CognitoState;
  readonly pool: UserPool;
  readonly request: AwsRequest;
  readonly query: URLSearchParams;
  /** The fields of a form that was sent; empty where the body is none. */
  readonly form: URLSearchParams;
  readonly cookies: ReadonlyMap<string, string>;
}

/** Answers one method of one path below a domain. */
export type Handler = (exchange: Exchange) => Promise<AwsResponse> | AwsResponse;

/** Joins a request to the domain that it is for. */
export function exchangeOf(state: CognitoState, request: AwsRequest, address: LoginAddress): Exchange {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return {
    ...address,
    state,
    pool: state.store.pool(address.domain.poolId),
    request,
    query: new URLSearchParams(request.query),
    form: new URLSearchParams(isForm ? Buffer.from(request.body).toString() : ''),
    cookies: cookiesOf(request.headers.cookie),
  };
}

/** The domain's address as the sender knows it, e.g. `http://localhost:4566/_cognito/staff`. */
export function ownUrl({ request, state, base }: Exchange): string {
  const { host } = request.headers;
  return `${host === undefined ? state.context.endpoint() : `http://${host}`}${base}`;
}

/** A redirection that no one keeps; headers hold ASCII alone, and callback addresses may have other letters. */
export function redirect(location: string, cookies: string[] = []): AwsResponse {
  return {
    status: 302,
    headers: {
      location: location.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent),
      'cache-control': 'no-store',
      ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: '',
  };
}

/** An answer for programs. */
export function json(status: number, body: object, headers: Record<string, string> = {}): AwsResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

function cookiesOf(header = ''): Map<string, string> {
  return new Map(
    header
      .split(/;\s*/)
      .filter((pair) => pair.includes('='))
      .map((pair) => {
        const mark = pair.indexOf('=');
        return [pair.slice(0, mark), pair.slice(mark + 1)] as const;
      }),
  );
}
