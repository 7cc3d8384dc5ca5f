import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../../core/context.ts';
import type { Collection } from '../../storage/storage.ts';
import type { SigningKeyRecord } from '../model.ts';

const generate = promisify(generateKeyPair);

/** A key that signs a pool's tokens. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: { kty: 'RSA'; alg: 'RS256'; use: 'sig'; kid: string; n: string; e: string };
}

/** One RSA key a pool. */
export interface SigningKeys {
  /** Starts generating in the background, so that making a pool does not wait the 50 to 300 ms that it costs. */
  prepare(poolId: string): void;
  get(poolId: string): Promise<SigningKey>;
  forget(poolId: string): void;
}

/** Keeps the keys in `records`, so that tokens outlive a restart where the storage does. */
export function createSigningKeys(records: Collection<SigningKeyRecord>, random: Random): SigningKeys {
  const keys = new Map<string, Promise<SigningKey>>();

  async function make(poolId: string): Promise<SigningKey> {
    const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const record: SigningKeyRecord = {
      kid: Buffer.from(random.bytes(32)).toString('base64'),
      privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      publicJwk: { n, e },
    };
    if (keys.has(poolId)) records.set(poolId, record);
    return signingKey(record, privateKey);
  }

  function get(poolId: string): Promise<SigningKey> {
    let key = keys.get(poolId);
    if (!key) {
      const record = records.get(poolId);
      key = record ? Promise.resolve(signingKey(record, createPrivateKey(record.privateKey))) : make(poolId);
      keys.set(poolId, key);
    }
    return key;
  }

  return {
    prepare(poolId) {
      // A failure is reported by whoever awaits the key; unawaited it must not end the process.
      get(poolId).catch(() => keys.delete(poolId));
    },
    get,
    forget(poolId) {
      keys.delete(poolId);
      records.delete(poolId);
    },
  };
}

function signingKey(record: SigningKeyRecord, privateKey: KeyObject): SigningKey {
  const { kid, publicJwk } = record;
  return { kid, privateKey, publicJwk: { kty: 'RSA', alg: 'RS256', use: 'sig', kid, ...publicJwk } };
}
