import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** RFC 3526's group of 3,072 bits (https://www.rfc-editor.org/rfc/rfc3526#section-4). */
const N = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD',
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F',
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510',
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C',
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
);
const g = 2n;

/** The side of SRP that an application has, of our own: the official client knows no client secret. */
export function srpClient(userPoolId: string, password: string, a = number(randomBytes(32))) {
  const A = power(g, a);
  return {
    SRP_A: A.toString(16),

    /** The answer to PASSWORD_VERIFIER. */
    answer(challenge: Readonly<Record<string, string>> = {}, timestamp = timestampOf(new Date())) {
      const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = challenge;
      const poolName = userPoolId.split('_')[1] ?? '';
      const B = BigInt(`0x${SRP_B}`);
      const k = number(hash(bytes(N), bytes(g)));
      const u = number(hash(bytes(A), bytes(B)));
      const identity = hash(Buffer.from(`${poolName}${USER_ID_FOR_SRP}:${password}`));
      const x = number(hash(bytes(BigInt(`0x${SALT}`)), identity));
      const base = (((B - k * power(g, x)) % N) + N) % N;
      const secret = power(base, a + u * x);
      const key = hkdfSync('sha256', bytes(secret), bytes(u), 'Caldera Derived Key', 16);
      const signature = createHmac('sha256', Buffer.from(key))
        .update(`${poolName}${USER_ID_FOR_SRP}`)
        .update(Buffer.from(SECRET_BLOCK, 'base64'))
        .update(timestamp);
      return {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signature.digest('base64'),
        TIMESTAMP: timestamp,
      };
    },
  };
}

/** The proof that an application knows its client's secret. */
export function secretHash(username: string, clientId: string, secret: string): string {
  return createHmac('sha256', secret).update(`${username}${clientId}`).digest('base64');
}

/** A moment as Cognito's clients write it, e.g. `Tue Apr 9 08:15:03 UTC 2024`. */
export function timestampOf(date: Date): string {
  const [weekday = '', day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday.slice(0, 3)} ${month} ${Number(day)} ${time} UTC ${year}`;
}

function hash(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function number(value: Buffer): bigint {
  return BigInt(`0x${value.toString('hex')}`);
}

function bytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.padStart(hex.length + (hex.length % 2), '0');
  return Buffer.from(Number.parseInt(even.charAt(0), 16) > 7 ? `00${even}` : even, 'hex');
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % N;
    if (bit === '1') result = (result * base) % N;
  }
  return result;
}
