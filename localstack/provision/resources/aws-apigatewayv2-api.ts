import type { Api, ApiGatewayV2, UpdateApiCommandInput } from '@aws-sdk/client-apigatewayv2';
import { block, type Decoded, list, number, optional, text } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ProvisionError } from '../errors.ts';
import { apiTags } from './api-tags.ts';

const FIELDS = {
  name: text,
  protocol_type: text,
  description: optional(text),
  cors_configuration: optional(
    block({
      allow_headers: optional(list(text)),
      allow_methods: optional(list(text)),
      allow_origins: optional(list(text)),
      expose_headers: optional(list(text)),
      max_age: optional(number),
    }),
  ),
};

/** An HTTP API; found by its name, which must be unique here though API Gateway does not ask for that. */
export default defineResource<typeof FIELDS, Partial<Api>>({
  type: 'aws_apigatewayv2_api',
  arguments: FIELDS,
  example: {
    a: {
      name: 'fixture-api',
      protocol_type: 'HTTP',
      description: 'An API',
      cors_configuration: { allow_methods: ['GET'], allow_origins: ['http://localhost:3000'], max_age: 60 },
    },
  },
  attributes: ['api_endpoint', 'arn', 'execution_arn', 'id'],
  foundBy: ['name'],
  renames: ['name'],
  fixed: { protocol_type: (api) => api.ProtocolType ?? null },
  tags: apiTags((api, _wanted, region) => ({ arn: arnOf(api, region), tags: api.Tags })),

  async read(wanted, { aws }) {
    const found = await byName(await aws.apigatewayv2(), wanted.name);
    if (found.length > 1) {
      throw new ProvisionError('Refused', `there are ${found.length} APIs named ${wanted.name}`, {
        argument: 'name',
      });
    }
    return found[0];
  },

  async create(wanted, { aws, tags }) {
    const gateway = await aws.apigatewayv2();
    return gateway.createApi({
      ProtocolType: wanted.protocol_type as 'HTTP',
      ...settingsOf(wanted),
      Name: wanted.name,
      Tags: { ...tags },
    });
  },

  async update(wanted, found, { aws }) {
    if (!differs(settingsOf(wanted), found)) return undefined;
    const gateway = await aws.apigatewayv2();
    const { ApiId } = found;
    if (found.CorsConfiguration && !wanted.cors_configuration)
      await gateway.deleteCorsConfiguration({ ApiId });
    return gateway.updateApi({ ApiId, ...settingsOf(wanted), Description: wanted.description ?? '' });
  },

  async delete(_wanted, { ApiId }, { aws }) {
    const gateway = await aws.apigatewayv2();
    await gateway.deleteApi({ ApiId });
  },

  async describe(api, _wanted, { account, region }) {
    return {
      id: api.ApiId ?? '',
      api_endpoint: api.ApiEndpoint ?? '',
      arn: arnOf(api, region),
      execution_arn: `arn:aws:execute-api:${region}:${await account()}:${api.ApiId}`,
    };
  },
});

function arnOf(api: Partial<Api>, region: string): string {
  return `arn:aws:apigateway:${region}::/apis/${api.ApiId}`;
}

async function byName(gateway: ApiGatewayV2, name: string): Promise<Api[]> {
  const found: Api[] = [];
  let NextToken: string | undefined;
  do {
    const page = await gateway.getApis({ NextToken });
    found.push(...(page.Items ?? []).filter((api) => api.Name === name));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

function settingsOf(wanted: Decoded<typeof FIELDS>): Omit<UpdateApiCommandInput, 'ApiId'> {
  const cors = wanted.cors_configuration;
  return {
    Name: wanted.name,
    Description: wanted.description,
    CorsConfiguration: cors && {
      AllowHeaders: cors.allow_headers,
      AllowMethods: cors.allow_methods,
      AllowOrigins: cors.allow_origins,
      ExposeHeaders: cors.expose_headers,
      MaxAge: cors.max_age,
    },
  };
}
