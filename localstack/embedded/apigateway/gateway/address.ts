import type { AwsRequest } from '../../core/http.ts';
import type { DeployedApi, DeployedStage } from './deployed-api.ts';

const PREFIX = '/_aws/execute-api/';
const HOST = /^([a-z0-9]{10})\.execute-api\./;

/** Whether a request is for an API: by its path, or by its host name. */
export function isAddressed(request: AwsRequest): boolean {
  return request.path.startsWith(PREFIX) || HOST.test(request.headers.host ?? '');
}

/** The API that a request is for, and the path below its address. */
export function addressOf(request: AwsRequest): { apiId: string; path: string } {
  const { path } = request;
  if (!path.startsWith(PREFIX)) return { apiId: HOST.exec(request.headers.host ?? '')?.[1] ?? '', path };
  const slash = path.indexOf('/', PREFIX.length);
  if (slash < 0) return { apiId: path.slice(PREFIX.length), path: '/' };
  return { apiId: path.slice(PREFIX.length, slash), path: path.slice(slash) };
}

/** The stage that the first segment names, or else `$default`; and the path below it. */
export function stageOf(api: DeployedApi, path: string): { stage: DeployedStage; path: string } | undefined {
  const slash = path.indexOf('/', 1);
  const first = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const named = api.stages.get(first);
  if (named && first !== '$default') return { stage: named, path: slash < 0 ? '/' : path.slice(slash) };
  const fallback = api.stages.get('$default');
  return fallback && { stage: fallback, path };
}

/** A path's segments, decoded as API Gateway does; undefined where the encoding is broken. */
export function segmentsOf(path: string): string[] | undefined {
  const segments = path === '/' || path === '' ? [] : path.slice(1).split('/');
  if (!path.includes('%')) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
