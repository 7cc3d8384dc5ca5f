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
  const allowed = hasOldNames(flows)
    ? !flows.includes('CUSTOM_AUTH_FLOW_ONLY')
    : flows.includes('ALLOW_USER_SRP_AUTH');
  if (!allowed) throw invalidParameter('USER_SRP_AUTH is not enabled for the client.');
}

/** Throws InvalidParameterException where a client's people must not renew; those whose flows have their old names always may. */
export function checkRefreshFlow(client: UserPoolClient): void {
  if (hasOldNames(client.settings.ExplicitAuthFlows ?? [])) return;
  checkFlow(client, ['ALLOW_REFRESH_TOKEN_AUTH'], 'Auth flow not enabled for this client');
}

function hasOldNames(flows: readonly string[]): boolean {
  return flows.length > 0 && flows.every((flow) => !flow.startsWith('ALLOW_'));
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
