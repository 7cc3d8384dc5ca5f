import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { createVerifier, type PasswordOwner } from '../auth/srp/verifier.ts';
import type { PasswordHash, UserPool } from '../model.ts';

const derive = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);
const HASH_BYTES = 32;

/** The symbols that Cognito counts (https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html). */
const SYMBOLS = '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-';

/** Passwords: checked by policy, kept only as salted hashes and verifiers. */
export interface Passwords {
  /** Throws InvalidPasswordException naming the first rule that the password breaks. */
  check(pool: UserPool, password: string): void;
  /** What is kept of a user's new password: its hash, and the verifier for SRP. */
  hash(owner: PasswordOwner, password: string): Promise<PasswordHash>;
  /** Costs the same where there is no hash, so that the time of an answer does not show who exists. */
  matches(password: string, kept: PasswordHash | undefined): Promise<boolean>;
  /** A random password that satisfies the pool's policy. */
  generate(pool: UserPool): string;
}

/** `cost` is scrypt's N, a power of two. */
export function createPasswords(random: Random, cost: number): Passwords {
  return {
    check(pool, password) {
      const fault = brokenRule(pool, password);
      if (fault !== undefined) {
        throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${fault}`);
      }
    },

    async hash(owner, password) {
      const salt = Buffer.from(random.bytes(16));
      const hash = await derive(password, salt, HASH_BYTES, { N: cost });
      const srp = createVerifier(random, owner, password);
      return { salt: salt.toString('base64'), hash: hash.toString('base64'), cost, srp };
    },

    async matches(password, kept) {
      const salt = Buffer.from(kept?.salt ?? 'AAAAAAAAAAAAAAAAAAAAAA==', 'base64');
      const derived = await derive(password, salt, HASH_BYTES, { N: kept?.cost ?? cost });
      return kept !== undefined && timingSafeEqual(derived, Buffer.from(kept.hash, 'base64'));
    },

    generate(pool) {
      const length = Math.max(pool.settings.Policies?.PasswordPolicy?.MinimumLength ?? 8, 8);
      const pick = (letters: string) => letters[Math.floor(random.number() * letters.length)] ?? 'a';
      const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
      const every = [upper, upper.toLowerCase(), '23456789', '!@#%&'];
      let password = '';
      for (let index = 0; index < length; index++) password += pick(every[index % every.length] ?? upper);
      return password;
    },
  };
}

function brokenRule(pool: UserPool, password: string): string | undefined {
  const policy = pool.settings.Policies?.PasswordPolicy ?? {};
  if (password.length < (policy.MinimumLength ?? 8)) return 'Password not long enough';
  if (password.length > 256) return 'Password too long';
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters';
  if (policy.RequireSymbols && ![...password].some((character) => SYMBOLS.includes(character))) {
    return 'Password must have symbol characters';
  }
  return undefined;
}
