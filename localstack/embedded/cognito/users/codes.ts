import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import type { Code, CodePurpose, User, UserPool } from '../model.ts';
import type { CognitoStore } from '../store.ts';

const HOUR = 3_600_000;
const LIFETIMES = { 'sign-up': 24 * HOUR, 'forgot-password': HOUR, verify: 24 * HOUR } as const;
const MOST_FAILURES = 5;

/** An attribute that a code can be sent to. */
export type DeliveryAttribute = 'email' | 'phone_number';

/**
 * Confirmation codes. Nothing is mailed: a code is kept, logged, and offered at `/_testbed/cognito/codes`.
 */
export interface Codes {
  /** Makes a new code, replacing an earlier one of the same purpose. */
  send(
    pool: UserPool,
    user: User,
    purpose: Exclude<CodePurpose, 'invitation'>,
    attribute: DeliveryAttribute,
  ): CodeDeliveryDetailsType;
  /** Keeps a temporary password as it would have been mailed. */
  invite(pool: UserPool, user: User, password: string, expiresAt: number): void;
  /** Uses a code up, and says what it proved. Throws CodeMismatchException, ExpiredCodeException or TooManyFailedAttemptsException. */
  use(pool: UserPool, user: User, purpose: CodePurpose, code: string | undefined): Code;
  /** The codes that wait, of one user or all. */
  waiting(poolId: string, username?: string): Code[];
  /** Forgets a user's codes. */
  forget(poolId: string, username: string): void;
}

/** Codes over `store`, by the context's clock and randomness. */
export function createCodes(context: EmbeddedContext, store: CognitoStore): Codes {
  const keyOf = (purpose: CodePurpose, username: string) => `${purpose}/${username}`;

  function keep(pool: UserPool, kept: Code): void {
    const codes = store.codes(pool.id);
    codes.delete(keyOf(kept.purpose, kept.username));
    codes.set(keyOf(kept.purpose, kept.username), kept);
    const what = kept.purpose === 'invitation' ? 'temporary password' : `${kept.purpose} code`;
    context.log(`cognito: ${what} of ${kept.username} in ${pool.id} for ${kept.destination}: ${kept.code}`);
  }

  return {
    send(pool, user, purpose, attribute) {
      const code = String(Math.floor(context.random.number() * 1_000_000)).padStart(6, '0');
      const lifetime = LIFETIMES[purpose === 'sign-up' || purpose === 'forgot-password' ? purpose : 'verify'];
      const destination = user.attributes[attribute] ?? '';
      const expiresAt = context.clock.now() + lifetime;
      keep(pool, { username: user.username, purpose, code, attribute, destination, expiresAt, failures: 0 });
      return deliveryDetails(attribute, destination);
    },

    invite(pool, user, password, expiresAt) {
      const destination = user.attributes.email ?? user.attributes.phone_number ?? '';
      keep(pool, {
        username: user.username,
        purpose: 'invitation',
        code: password,
        destination,
        expiresAt,
        failures: 0,
      });
    },

    use(pool, user, purpose, code) {
      const codes = store.codes(pool.id);
      const kept = codes.get(keyOf(purpose, user.username));
      if (!kept || kept.expiresAt <= context.clock.now()) throw expiredCode();
      if (kept.failures >= MOST_FAILURES) {
        throw new AwsError(
          'TooManyFailedAttemptsException',
          'Attempt limit exceeded, please try after some time.',
        );
      }
      if (kept.code !== code) {
        codes.set(keyOf(purpose, user.username), { ...kept, failures: kept.failures + 1 });
        throw codeMismatch();
      }
      codes.delete(keyOf(purpose, user.username));
      return kept;
    },

    waiting(poolId, username) {
      const now = context.clock.now();
      return [...store.codes(poolId).values()].filter(
        (code) => code.expiresAt > now && (username === undefined || code.username === username),
      );
    },

    forget(poolId, username) {
      const codes = store.codes(poolId);
      for (const [key, code] of [...codes.entries()]) if (code.username === username) codes.delete(key);
    },
  };
}

/** Where a code went, with the address blurred as AWS blurs it. */
export function deliveryDetails(attribute: DeliveryAttribute, destination: string): CodeDeliveryDetailsType {
  if (attribute === 'phone_number') {
    return {
      AttributeName: attribute,
      DeliveryMedium: 'SMS',
      Destination: `+${'*'.repeat(Math.max(0, destination.length - 5))}${destination.slice(-4)}`,
    };
  }
  const [name = '', host = ''] = destination.split('@');
  return {
    AttributeName: attribute,
    DeliveryMedium: 'EMAIL',
    Destination: `${name.slice(0, 1)}***@${host.slice(0, 1)}***`,
  };
}

/** Cognito's answer to a wrong code. */
export function codeMismatch(): AwsError {
  return new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
}

/** Cognito's answer to a code that has ended, or was never sent. */
export function expiredCode(): AwsError {
  return new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}

/** The attribute that a pool verifies at sign-up; the phone first, where both are. */
export function autoVerified(pool: UserPool, user: User): DeliveryAttribute | undefined {
  const verified = pool.settings.AutoVerifiedAttributes ?? [];
  return (['phone_number', 'email'] as const).find(
    (attribute) => verified.includes(attribute) && user.attributes[attribute] !== undefined,
  );
}
