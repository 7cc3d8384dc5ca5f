import { checkSecretHash } from '../auth/client-access.ts';
import { required } from '../errors.ts';
import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** Whom an application's call names. */
export interface NamedUser {
  readonly client: UserPoolClient;
  readonly pool: UserPool;
  /** As the application sent it. */
  readonly name: string;
  /** Absent where nobody has that name: what the application may know of that, the operation decides. */
  readonly user: User | undefined;
}

/** Looks up client and user. Throws InvalidParameterException, ResourceNotFoundException or NotAuthorizedException. */
export function namedUser(
  store: CognitoStore,
  input: {
    readonly ClientId: string | undefined;
    readonly Username: string | undefined;
    readonly SecretHash?: string | undefined;
  },
): NamedUser {
  const client = store.client(required(input.ClientId, 'clientId'));
  const pool = store.pool(client.poolId);
  const name = required(input.Username, 'username');
  const user = store.users(pool.id).find(name);
  checkSecretHash(client, [name, user?.username ?? name], input.SecretHash);
  return { client, pool, name, user };
}
