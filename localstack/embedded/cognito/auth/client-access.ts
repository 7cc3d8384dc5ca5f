import { createHmac, timingSafeEqual } from 'node:crypto';
import { invalidParameter, notAuthorized } from '../errors.ts';
import type { UserPoolClient } from '../model.ts';

/**
 * Where a client has a secret, callers prove it by HMAC-SHA256 over username and client id
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash).
 */
export function checkSecretHash(
  client: UserPoolClient,
  usernames: readonly string[],
  secretHash: string | undefined,
): void {
  if (client.secret === undefined) {
    if (secretHash === undefined) return;
    throw notAuthorized(`Client ${client.id} is not configured with secret but SECRET_HASH was received`);
  }
  if (secretHash === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  }
  const secret = client.secret;
  const matches = usernames.some((username) => {
    const hash = computedHash(client.id, secret, username);
    const sent = Buffer.from(secretHash, 'base64');
    return sent.length === hash.length && timingSafeEqual(sent, hash);
  });
  if (!matches) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
}

function computedHash(clientId: string, secret: string, username: string): Buffer {
  return createHmac('sha256', secret).update(`${username}${clientId}`).digest();
}

/** What an application sends for a username, where the client has a secret: in base64. */
export function secretHashOf(client: UserPoolClient, username: string): string | undefined {
  return client.secret === undefined
    ? undefined
    : computedHash(client.id, client.secret, username).toString('base64');
}

/** Throws InvalidParameterException unless the client was made with one of `flows`. */
export function checkFlow(client: UserPoolClient, flows: readonly string[], message: string): void {
  const enabled: readonly string[] = client.settings.ExplicitAuthFlows ?? [];
  if (!flows.some((flow) => enabled.includes(flow))) throw invalidParameter(message);
}

/**
 * Throws InvalidParameterException where a client's people must not sign in by SRP. Clients whose flows have their old names,
 * without ALLOW_, always may, unless custom challenges are all they have.
 */
export function checkSrpFlow(client: UserPoolClient): void {
  const flows: readonly string[] = client.settings.ExplicitAuthFlows ?? [];
  const modern = flows.some((flow) => flow.startsWith('ALLOW_'));
  const allowed = modern ? flows.includes('ALLOW_USER_SRP_AUTH') : !flows.includes('CUSTOM_AUTH_FLOW_ONLY');
  if (!allowed) throw invalidParameter('USER_SRP_AUTH is not enabled for the client.');
}

/** Whether a client answers for unknown users as for known ones. */
export function hidesUsers(client: UserPoolClient): boolean {
  return client.settings.PreventUserExistenceErrors === 'ENABLED';
}

/** Throws NotAuthorizedException where the client's app may not write one of these attributes. */
export function checkWritable(client: UserPoolClient, names: readonly string[]): void {
  const writable = client.settings.WriteAttributes;
  if (writable === undefined || writable.length === 0) return;
  if (names.some((name) => !writable.includes(name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
}
