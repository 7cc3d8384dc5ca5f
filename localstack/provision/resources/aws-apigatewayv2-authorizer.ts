import type { Authorizer, UpdateAuthorizerCommandInput } from '@aws-sdk/client-apigatewayv2';
import { block, type Decoded, list, text } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

const FIELDS = {
  api_id: text,
  name: text,
  authorizer_type: text,
  identity_sources: list(text),
  jwt_configuration: block({ audience: list(text), issuer: text }),
};

/** Who checks the tokens of an API's callers. */
export default defineResource<typeof FIELDS, Partial<Authorizer>>({
  type: 'aws_apigatewayv2_authorizer',
  arguments: FIELDS,
  example: {
    j: {
      api_id: ref('aws_apigatewayv2_api.a.id'),
      name: 'tokens',
      authorizer_type: 'JWT',
      identity_sources: ['$request.header.Authorization'],
      jwt_configuration: {
        audience: [ref('aws_cognito_user_pool_client.c.id')],
        issuer: `https://${ref('aws_cognito_user_pool.p.endpoint')}`,
      },
    },
  },
  attributes: ['id'],
  within: 'api_id',
  foundBy: ['api_id', 'name'],
  renames: ['name'],

  async read(wanted, { aws }) {
    const gateway = await aws.apigatewayv2();
    const { Items = [] } = await gateway.getAuthorizers({ ApiId: wanted.api_id });
    return Items.find((authorizer) => authorizer.Name === wanted.name);
  },

  async create(wanted, { aws }) {
    const gateway = await aws.apigatewayv2();
    return gateway.createAuthorizer({
      ApiId: wanted.api_id,
      ...settingsOf(wanted),
      Name: wanted.name,
      AuthorizerType: wanted.authorizer_type as 'JWT',
      IdentitySource: wanted.identity_sources,
    });
  },

  async update(wanted, found, { aws }) {
    if (!differs(settingsOf(wanted), found)) return undefined;
    const gateway = await aws.apigatewayv2();
    return gateway.updateAuthorizer({
      ApiId: wanted.api_id,
      AuthorizerId: found.AuthorizerId,
      ...settingsOf(wanted),
    });
  },

  async delete(wanted, { AuthorizerId }, { aws }) {
    const gateway = await aws.apigatewayv2();
    await gateway.deleteAuthorizer({ ApiId: wanted.api_id, AuthorizerId });
  },

  describe: (authorizer) => ({ id: authorizer.AuthorizerId ?? '' }),
});

function settingsOf(
  wanted: Decoded<typeof FIELDS>,
): Omit<UpdateAuthorizerCommandInput, 'ApiId' | 'AuthorizerId'> {
  return {
    Name: wanted.name,
    AuthorizerType: wanted.authorizer_type as 'JWT',
    IdentitySource: wanted.identity_sources,
    JwtConfiguration: {
      Audience: wanted.jwt_configuration.audience,
      Issuer: wanted.jwt_configuration.issuer,
    },
  };
}
