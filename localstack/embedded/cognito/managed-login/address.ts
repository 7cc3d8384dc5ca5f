import type { AwsRequest } from '../../core/http.ts';
import type { Domain } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** Where, below a pool's domain, a request was sent. */
export interface LoginAddress {
  readonly domain: Domain;
  /** What stands before `path` in every address of this domain: empty where the host says which domain it is. */
  readonly base: string;
  /** e.g. `/oauth2/authorize`. */
  readonly path: string;
}

const PREFIX = '/_cognito/';
const BY_PATH = /^\/_cognito\/([a-z0-9.-]+)(\/.*)?$/;
const BY_HOST = /^([a-z0-9-]+)\.auth\.[a-z0-9-]+\.(?:localhost|amazoncognito\.com)$/;

/**
 * Reads which domain a request is for: by its path, `/_cognito/DOMAIN/oauth2/authorize`, which needs no DNS, or by its host,
 * `DOMAIN.auth.REGION.localhost`, `DOMAIN.auth.REGION.amazoncognito.com`, or a custom domain. Undefined where it is for none.
 */
export function addressOf(request: AwsRequest, { domains }: Pick<CognitoStore, 'domains'>) {
  if (request.path.startsWith(PREFIX)) {
    const [, name = '', path = '/'] = BY_PATH.exec(request.path) ?? [];
    const domain = domains.get(name);
    return domain && { domain, base: `${PREFIX}${name}`, path };
  }
  if (domains.size === 0) return undefined;
  const host = request.headers.host?.toLowerCase().replace(/:\d+$/, '') ?? '';
  const custom = domains.get(host);
  if (custom?.customDomain) return { domain: custom, base: '', path: request.path };
  if (!host.includes('.auth.')) return undefined;
  const domain = domains.get(BY_HOST.exec(host)?.[1] ?? '');
  return domain && !domain.customDomain ? { domain, base: '', path: request.path } : undefined;
}

/** Whether a request's path is one of managed login whatever domains there are. */
export function isLoginPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** Where a browser finds a domain, with the endpoint of this AWS in place of `https://DOMAIN.auth.REGION.amazoncognito.com`. */
export function domainUrl(endpoint: string, domain: string): string {
  return `${endpoint}${PREFIX}${domain}`;
}
