import type {
  CreateResourceServerRequest,
  DeleteResourceServerRequest,
  DescribeResourceServerRequest,
  ListResourceServersRequest,
  UpdateResourceServerRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required, resourceNotFound } from '../errors.ts';
import type { ResourceServer } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { page } from '../store.ts';

/** Resource servers and their scopes. */
export function resourceServerOperations({ store }: CognitoParts) {
  const serverOf = (poolId: string | undefined, identifier: string | undefined): ResourceServer => {
    const found = store.resourceServers(store.pool(poolId).id).get(required(identifier, 'identifier'));
    if (!found) throw resourceNotFound('Resource server does not exist.');
    return found;
  };

  return {
    CreateResourceServer(input: CreateResourceServerRequest) {
      const pool = store.pool(input.UserPoolId);
      const Identifier = required(input.Identifier, 'identifier');
      const servers = store.resourceServers(pool.id);
      if (servers.has(Identifier)) {
        throw invalidParameter(`${Identifier} already exists in user pool ${pool.id}.`);
      }
      const server = {
        UserPoolId: pool.id,
        Identifier,
        Name: required(input.Name, 'name'),
        Scopes: input.Scopes,
      };
      servers.set(Identifier, server);
      return { ResourceServer: server };
    },

    DescribeResourceServer(input: DescribeResourceServerRequest) {
      return { ResourceServer: serverOf(input.UserPoolId, input.Identifier) };
    },

    UpdateResourceServer(input: UpdateResourceServerRequest) {
      const before = serverOf(input.UserPoolId, input.Identifier);
      const server = { ...before, Name: required(input.Name, 'name'), Scopes: input.Scopes };
      store.resourceServers(store.pool(input.UserPoolId).id).set(server.Identifier, server);
      return { ResourceServer: server };
    },

    DeleteResourceServer(input: DeleteResourceServerRequest) {
      const { Identifier } = serverOf(input.UserPoolId, input.Identifier);
      store.resourceServers(store.pool(input.UserPoolId).id).delete(Identifier);
      return {};
    },

    ListResourceServers(input: ListResourceServersRequest) {
      const pool = store.pool(input.UserPoolId);
      const { items, next } = page(
        [...store.resourceServers(pool.id).values()],
        input.MaxResults,
        input.NextToken,
        50,
      );
      return { ResourceServers: items, NextToken: next };
    },
  };
}
