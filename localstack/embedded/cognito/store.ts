import type { Meter } from '../core/meter.ts';
import type { Collection, Storage } from '../storage/storage.ts';
import { resourceNotFound } from './errors.ts';
import type {
  AuthorizationCode,
  BrowserSession,
  Challenge,
  Code,
  Domain,
  Group,
  IdentityProvider,
  ProviderSignIn,
  ResourceServer,
  Session,
  SigningKeyRecord,
  User,
  UserPool,
  UserPoolClient,
} from './model.ts';
import { createUserDirectory, type UserDirectory } from './users/directory.ts';

/** All that Cognito remembers. What belongs to one pool has a collection of that pool's own. */
export interface CognitoStore {
  readonly pools: Collection<UserPool>;
  readonly clients: Collection<UserPoolClient>;
  readonly keys: Collection<SigningKeyRecord>;
  readonly domains: Collection<Domain>;
  readonly challenges: Collection<Challenge>;
  readonly authorizationCodes: Collection<AuthorizationCode>;
  readonly browserSessions: Collection<BrowserSession>;
  readonly providerSignIns: Collection<ProviderSignIn>;
  users(poolId: string): UserDirectory;
  groups(poolId: string): Collection<Group>;
  sessions(poolId: string): Collection<Session>;
  /** Keyed by `purpose/username`. */
  codes(poolId: string): Collection<Code>;
  resourceServers(poolId: string): Collection<ResourceServer>;
  identityProviders(poolId: string): Collection<IdentityProvider>;
  /** Throws ResourceNotFoundException. */
  pool(poolId: string | undefined): UserPool;
  /** A client of whatever pool. Throws ResourceNotFoundException. */
  client(clientId: string | undefined): UserPoolClient;
  /** A client of that pool. Throws ResourceNotFoundException. */
  clientOf(poolId: string | undefined, clientId: string | undefined): UserPoolClient;
  /** Forgets a pool and all that is in it. */
  drop(poolId: string): void;
}

const PER_POOL = ['groups', 'sessions', 'codes', 'resource-servers', 'identity-providers', 'users'] as const;

/** Lays Cognito's records out over `storage`; `meter` counts the users that are created or changed. */
export function createCognitoStore(storage: Storage, meter: Meter): CognitoStore {
  const directories = new Map<string, UserDirectory>();
  const ofPool = <T>(kind: (typeof PER_POOL)[number], poolId: string) =>
    storage.collection<T>(`cognito/${kind}/${poolId}`);
  const pools = storage.collection<UserPool>('cognito/pools');
  const clients = storage.collection<UserPoolClient>('cognito/clients');
  const keys = storage.collection<SigningKeyRecord>('cognito/keys');
  const domains = storage.collection<Domain>('cognito/domains');

  const pool = (poolId: string | undefined): UserPool => {
    const found = pools.get(poolId ?? '');
    if (!found) throw resourceNotFound(`User pool ${poolId} does not exist.`);
    return found;
  };

  const client = (clientId: string | undefined): UserPoolClient => {
    const found = clients.get(clientId ?? '');
    if (!found) throw resourceNotFound(`User pool client ${clientId} does not exist.`);
    return found;
  };

  return {
    pools,
    clients,
    keys,
    domains,
    challenges: storage.collection<Challenge>('cognito/challenges'),
    authorizationCodes: storage.collection<AuthorizationCode>('cognito/authorization-codes'),
    browserSessions: storage.collection<BrowserSession>('cognito/browser-sessions'),
    providerSignIns: storage.collection<ProviderSignIn>('cognito/provider-sign-ins'),
    users(poolId) {
      let directory = directories.get(poolId);
      if (!directory) {
        directory = createUserDirectory(ofPool<User>('users', poolId), pool(poolId), ({ username }) =>
          meter.addDistinct('cognitoidentityprovider', 'activeUsers', poolId, username),
        );
        directories.set(poolId, directory);
      }
      return directory;
    },
    groups: (poolId) => ofPool('groups', poolId),
    sessions: (poolId) => ofPool('sessions', poolId),
    codes: (poolId) => ofPool('codes', poolId),
    resourceServers: (poolId) => ofPool('resource-servers', poolId),
    identityProviders: (poolId) => ofPool('identity-providers', poolId),
    pool,
    client,
    clientOf(poolId, clientId) {
      pool(poolId);
      const found = client(clientId);
      if (found.poolId !== poolId) throw resourceNotFound(`User pool client ${clientId} does not exist.`);
      return found;
    },
    drop(poolId) {
      for (const kind of PER_POOL) clear(ofPool(kind, poolId));
      for (const [id, owned] of [...clients.entries()]) if (owned.poolId === poolId) clients.delete(id);
      for (const [name, owned] of [...domains.entries()]) if (owned.poolId === poolId) domains.delete(name);
      keys.delete(poolId);
      directories.delete(poolId);
      pools.delete(poolId);
    },
  };
}

function clear(collection: Collection<unknown>): void {
  for (const [key] of [...collection.entries()]) collection.delete(key);
}
