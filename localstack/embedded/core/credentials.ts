import type { Clock } from '../clock/clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { CredentialStore, Credentials, Random } from './context.ts';
import type { Principal } from './service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SWEEP_EVERY = 256;

/** The access key that the embedded AWS is provisioned with. It opens nothing but this process. */
export const rootCredentials: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

type Issued = Credentials & { readonly principal: Principal };

/** What {@link createCredentialStore} is made of. */
export interface CredentialStoreOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly storage: Storage;
  readonly root: Principal;
}

/**
 * Keeps the root key and every temporary one that was issued. Expired ones stay known for a day, so that
 * their use is answered with ExpiredToken and not as if they had never been.
 */
export function createCredentialStore({
  clock,
  random,
  storage,
  root,
}: CredentialStoreOptions): CredentialStore {
  const issued = storage.collection<Issued>('sts/credentials');
  const rootEntry: Issued = { ...rootCredentials, principal: root };
  let untilSweep = SWEEP_EVERY;

  function sweep(): void {
    if (--untilSweep > 0) return;
    untilSweep = SWEEP_EVERY;
    for (const [key, entry] of [...issued.entries()]) {
      if ((entry.expiration ?? 0) + DAY < clock.now()) issued.delete(key);
    }
  }

  return {
    assumeRole(roleArn, sessionName, lifetime = HOUR) {
      sweep();
      const entry: Issued = {
        accessKeyId: `ASIA${random.id(16).toUpperCase()}`,
        secretAccessKey: Buffer.from(random.bytes(30)).toString('base64'),
        sessionToken: Buffer.from(random.bytes(96)).toString('base64'),
        expiration: clock.now() + lifetime,
        principal: roleSession(roleArn, sessionName),
      };
      issued.set(entry.accessKeyId, entry);
      return entry;
    },
    lookUp: (accessKeyId) => (accessKeyId === rootEntry.accessKeyId ? rootEntry : issued.get(accessKeyId)),
  };
}

/** The principal of a session of `roleArn`, as STS names it. */
export function roleSession(roleArn: string, sessionName: string): Principal {
  const accountId = roleArn.split(':')[4] ?? '';
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`, accountId, roleArn };
}
