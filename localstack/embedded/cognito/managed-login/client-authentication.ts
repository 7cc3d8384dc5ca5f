import { timingSafeEqual } from 'node:crypto';
import type { UserPoolClient } from '../model.ts';
import { OAuthError } from './errors.ts';
import type { Exchange } from './exchange.ts';

/**
 * The client that sent a form, by HTTP Basic or by fields of the form (RFC 6749, section 2.3.1); a public client has no secret
 * to prove. Throws {@link OAuthError}.
 */
export function authenticatedClient({ state, pool, request, form }: Exchange): UserPoolClient {
  const basic = basicCredentials(request.headers.authorization);
  const id = basic?.id ?? form.get('client_id');
  const secret = basic?.secret ?? form.get('client_secret');
  if (!id || (basic && form.get('client_id') !== null && form.get('client_id') !== basic.id)) {
    throw new OAuthError(id ? 'invalid_client' : 'invalid_request');
  }
  const client = state.store.clients.get(id);
  if (client?.poolId !== pool.id) throw new OAuthError('invalid_client');
  if (client.secret === undefined ? Boolean(secret) : !isSame(client.secret, secret ?? '')) {
    throw new OAuthError('invalid_client', 'invalid_client_secret');
  }
  return client;
}

function basicCredentials(header = ''): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic\s+([\w+/=-]+)$/i.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const mark = text.indexOf(':');
  if (mark < 0) throw new OAuthError('invalid_client');
  return { id: decoded(text.slice(0, mark)), secret: decoded(text.slice(mark + 1)) };
}

/** Both parts are encoded as forms are; what is not encoded well is taken as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
