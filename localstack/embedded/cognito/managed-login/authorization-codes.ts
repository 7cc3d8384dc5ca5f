import { createHash } from 'node:crypto';
import type { EmbeddedContext } from '../../core/context.ts';
import type { AuthorizationCode } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** A code is valid for five minutes (https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html). */
const LIFETIME = 5 * 60_000;

/** Makes an authorization code, of which only the hash is kept. */
export function issueCode(
  { clock, random }: EmbeddedContext,
  { authorizationCodes }: CognitoStore,
  granted: Omit<AuthorizationCode, 'expiresAt'>,
): string {
  const now = clock.now();
  const ended = [...authorizationCodes.entries()].filter(([, kept]) => kept.expiresAt <= now);
  for (const [key] of ended) authorizationCodes.delete(key);
  const code = random.uuid();
  authorizationCodes.set(digest(code), { ...granted, expiresAt: now + LIFETIME });
  return code;
}

/** Takes a code: it is gone then, whoever sent it. Undefined for one that was used, has ended, or never was. */
export function takeCode(
  { clock }: EmbeddedContext,
  { authorizationCodes }: CognitoStore,
  code: string,
): AuthorizationCode | undefined {
  const kept = authorizationCodes.get(digest(code));
  if (!kept || !authorizationCodes.delete(digest(code))) return undefined;
  return kept.expiresAt > clock.now() ? kept : undefined;
}

function digest(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
