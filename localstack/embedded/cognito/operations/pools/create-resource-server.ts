import type { CreateResourceServerRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { invalidParameter, required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';

/** CreateResourceServer. */
export const createResourceServer = defineOperation({
  name: 'CreateResourceServer',
  authorization: onPool('CreateResourceServer'),
  run({ store }: CognitoState, input: CreateResourceServerRequest) {
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
});
