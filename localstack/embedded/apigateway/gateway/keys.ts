import { createPublicKey, type KeyObject } from 'node:crypto';
import type { EmbeddedContext } from '../../core/context.ts';

const COGNITO_ISSUER = /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com(?:\.cn)?\/([\w-]+)$/;
const RELOAD_AFTER = 60_000;

/** The public keys of token issuers. */
export interface IssuerKeys {
  /** The key of that id, or undefined where the issuer has none. Throws where the issuer cannot be asked. */
  get(issuer: string, kid: string): Promise<KeyObject | undefined>;
}

/**
 * Keys of issuers: of a user pool in this process without leaving it, of any other by its OpenID
 * configuration. An unknown key id asks the issuer again, but at most once a minute.
 */
export function createIssuerKeys(context: EmbeddedContext): IssuerKeys {
  const known = new Map<string, { keys: Map<string, KeyObject>; loadedAt: number }>();
  return {
    async get(issuer, kid) {
      const cached = known.get(issuer);
      const key = cached?.keys.get(kid);
      if (key || (cached && context.clock.now() - cached.loadedAt < RELOAD_AFTER)) return key;
      const keys = toKeys(await loadKeys(context, issuer));
      known.set(issuer, { keys, loadedAt: context.clock.now() });
      return keys.get(kid);
    },
  };
}

async function loadKeys(context: EmbeddedContext, issuer: string): Promise<unknown> {
  const poolId = COGNITO_ISSUER.exec(issuer)?.[1] ?? localPool(context, issuer);
  if (poolId !== undefined) {
    const answer = await context.handle({
      method: 'GET',
      path: `/${poolId}/.well-known/jwks.json`,
      query: '',
      headers: {},
      body: new Uint8Array(),
      sourceIp: '127.0.0.1',
    });
    if (answer.status === 200) return JSON.parse(textOf(answer.body));
  }
  const configuration = (await fetchJson(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  )) as {
    jwks_uri?: unknown;
  };
  if (typeof configuration.jwks_uri !== 'string') throw new Error(`${issuer} names no jwks_uri.`);
  return fetchJson(configuration.jwks_uri);
}

function localPool(context: EmbeddedContext, issuer: string): string | undefined {
  const prefix = `${context.endpoint()}/`;
  return issuer.startsWith(prefix) ? issuer.slice(prefix.length) : undefined;
}

async function fetchJson(address: string): Promise<unknown> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  return answer.json();
}

function toKeys(document: unknown): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  const { keys: listed = [] } = document as { keys?: Record<string, unknown>[] };
  for (const jwk of listed) {
    if (jwk.kty !== 'RSA' || typeof jwk.kid !== 'string') continue;
    keys.set(jwk.kid, createPublicKey({ key: jwk, format: 'jwk' }));
  }
  return keys;
}

function textOf(body: Uint8Array | string): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString();
}
