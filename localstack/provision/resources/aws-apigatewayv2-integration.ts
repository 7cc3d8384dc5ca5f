import type { Integration, UpdateIntegrationCommandInput } from '@aws-sdk/client-apigatewayv2';
import { type Decoded, number, text, withDefault } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

const FIELDS = {
  api_id: text,
  integration_type: text,
  integration_method: text,
  integration_uri: text,
  payload_format_version: withDefault(text, '1.0'),
  timeout_milliseconds: withDefault(number, 30_000),
};

/** What answers the routes that point to it; found by its target, since integrations have no names. */
export default defineResource<typeof FIELDS, Integration>({
  type: 'aws_apigatewayv2_integration',
  arguments: FIELDS,
  example: {
    i: {
      api_id: ref('aws_apigatewayv2_api.a.id'),
      integration_type: 'AWS_PROXY',
      integration_method: 'POST',
      integration_uri: ref('aws_lambda_function.fn.invoke_arn'),
      payload_format_version: '2.0',
      timeout_milliseconds: 30_000,
    },
  },
  attributes: ['id'],
  within: 'api_id',
  foundBy: ['api_id', 'integration_uri'],
  renames: ['integration_uri'],
  fixed: { integration_type: (integration) => integration.IntegrationType ?? null },
  // Routes hold on to theirs.
  createFirst: true,

  async read(wanted, { aws }) {
    const gateway = await aws.apigatewayv2();
    const { Items = [] } = await gateway.getIntegrations({ ApiId: wanted.api_id });
    return Items.find((integration) => integration.IntegrationUri === wanted.integration_uri);
  },

  async create(wanted, { aws }) {
    const gateway = await aws.apigatewayv2();
    return gateway.createIntegration({
      ApiId: wanted.api_id,
      ...settingsOf(wanted),
      IntegrationType: wanted.integration_type as 'AWS_PROXY',
    });
  },

  async update(wanted, found, { aws }) {
    if (!differs(settingsOf(wanted), found)) return undefined;
    const gateway = await aws.apigatewayv2();
    return gateway.updateIntegration({
      ApiId: wanted.api_id,
      IntegrationId: found.IntegrationId,
      ...settingsOf(wanted),
    });
  },

  async delete(wanted, { IntegrationId }, { aws }) {
    const gateway = await aws.apigatewayv2();
    await gateway.deleteIntegration({ ApiId: wanted.api_id, IntegrationId });
  },

  describe: (integration) => ({ id: integration.IntegrationId ?? '' }),
});

function settingsOf(
  wanted: Decoded<typeof FIELDS>,
): Omit<UpdateIntegrationCommandInput, 'ApiId' | 'IntegrationId'> {
  return {
    IntegrationType: wanted.integration_type as 'AWS_PROXY',
    IntegrationMethod: wanted.integration_method,
    IntegrationUri: wanted.integration_uri,
    PayloadFormatVersion: wanted.payload_format_version,
    TimeoutInMillis: wanted.timeout_milliseconds,
  };
}
