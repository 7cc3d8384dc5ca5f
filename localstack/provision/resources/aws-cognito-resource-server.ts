import type { ResourceServerType } from '@aws-sdk/client-cognito-identity-provider';
import { blocks, type Decoded, text } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  identifier: text,
  name: text,
  user_pool_id: text,
  scope: blocks({ scope_name: text, scope_description: text }),
};

/** An API whose scopes clients of a pool may be granted. */
export default defineResource<typeof FIELDS, ResourceServerType>({
  type: 'aws_cognito_resource_server',
  arguments: FIELDS,
  example: {
    s: {
      identifier: 'https://api.example.com',
      name: 'fixture-api',
      user_pool_id: ref('aws_cognito_user_pool.p.id'),
      scope: [{ scope_name: 'read', scope_description: 'Reads' }],
    },
  },
  attributes: ['id', 'scope_identifiers'],
  within: 'user_pool_id',
  foundBy: ['user_pool_id', 'identifier'],

  async read(wanted, { aws }) {
    const cognito = await aws.cognito();
    const found = await unlessNotFound(
      cognito.describeResourceServer({ UserPoolId: wanted.user_pool_id, Identifier: wanted.identifier }),
      'ResourceNotFoundException',
    );
    return found?.ResourceServer;
  },

  async create(wanted, { aws }) {
    const { ResourceServer } = await (await aws.cognito()).createResourceServer(serverOf(wanted));
    return ResourceServer as ResourceServerType;
  },

  async update(wanted, found, { aws }) {
    if (!differs(serverOf(wanted), found)) return undefined;
    const { ResourceServer } = await (await aws.cognito()).updateResourceServer(serverOf(wanted));
    return ResourceServer;
  },

  async delete(wanted, _server, { aws }) {
    const { user_pool_id: UserPoolId, identifier: Identifier } = wanted;
    await (await aws.cognito()).deleteResourceServer({ UserPoolId, Identifier });
  },

  describe: (_server, { identifier, scope, user_pool_id }) => ({
    id: `${user_pool_id}|${identifier}`,
    scope_identifiers: scope.map(({ scope_name }) => `${identifier}/${scope_name}`),
  }),
});

function serverOf({ user_pool_id, identifier, name, scope }: Decoded<typeof FIELDS>) {
  return {
    UserPoolId: user_pool_id,
    Identifier: identifier,
    Name: name,
    Scopes: scope.map(({ scope_name, scope_description }) => ({
      ScopeName: scope_name,
      ScopeDescription: scope_description,
    })),
  };
}
