import { createHmac } from 'node:crypto';
import type { SrpVerifier, UserPool } from '../../model.ts';
import type { CognitoState } from '../../state.ts';
import { group, toNumber } from './group.ts';

/** What stands for a user whom a pool does not have. */
export interface UnknownUser extends SrpVerifier {
  /** As `USER_ID_FOR_SRP` shows it. */
  readonly username: string;
}

/**
 * Where a client hides who exists, an unknown user is challenged too: always with the same salt and id, as somebody who
 * exists would be (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html). They
 * are derived by the pool's private key, so that nobody else can tell them from real ones.
 */
export async function unknownUser(
  { keys }: Pick<CognitoState, 'keys'>,
  pool: UserPool,
  name: string,
): Promise<UnknownUser> {
  const { privateKey } = await keys.get(pool.id);
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  const derive = (purpose: string) => createHmac('sha256', secret).update(`${purpose}:${name}`).digest();
  const named = (pool.settings.UsernameAttributes ?? []).length > 0;
  return {
    username: named ? uuidOf(derive('id')) : name,
    salt: toNumber(derive('salt').subarray(0, 16)).toString(16),
    verifier: group.power(toNumber(derive('verifier'))).toString(16),
  };
}

/** A version 4 UUID of the first sixteen bytes, as a `sub` is. */
function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
