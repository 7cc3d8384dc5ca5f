import type { Random } from '../../../core/context.ts';
import type { SrpVerifier, UserPool } from '../../model.ts';
import { group, sha256, toBytes, toNumber } from './group.ts';

const SALT_BYTES = 16;

/** Whose password it is: a verifier is good for one user of one pool. */
export interface PasswordOwner {
  readonly pool: Pick<UserPool, 'id'>;
  readonly username: string;
}

/** What a server keeps so that it can check a password by SRP without ever seeing it: `g^x`, with the salt of `x`. */
export function createVerifier(random: Random, owner: PasswordOwner, password: string): SrpVerifier {
  const salt = toNumber(random.bytes(SALT_BYTES));
  const identity = sha256(`${poolName(owner.pool)}${owner.username}:${password}`);
  const exponent = toNumber(sha256(toBytes(salt), identity));
  return { salt: salt.toString(16), verifier: group.power(exponent).toString(16) };
}

/** A pool's name in SRP: its id without the region. */
export function poolName({ id }: Pick<UserPool, 'id'>): string {
  return id.slice(id.indexOf('_') + 1);
}
