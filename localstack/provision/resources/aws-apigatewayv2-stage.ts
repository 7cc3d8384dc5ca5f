import type {
  GetStageCommandOutput,
  RouteSettings,
  UpdateStageCommandInput,
} from '@aws-sdk/client-apigatewayv2';
import { block, blocks, type Decoded, flag, number, optional, text, withDefault } from '../arguments.ts';
import { differs, mapDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { apiTags } from './api-tags.ts';
import { unlessNotFound } from './not-found.ts';

const LIMITS = {
  detailed_metrics_enabled: optional(flag),
  throttling_burst_limit: optional(number),
  throttling_rate_limit: optional(number),
};

const FIELDS = {
  api_id: text,
  name: text,
  auto_deploy: withDefault(flag, false),
  access_log_settings: optional(block({ destination_arn: text, format: text })),
  default_route_settings: optional(block(LIMITS)),
  route_settings: blocks({ route_key: text, ...LIMITS }),
};

/** Where an API is reached, with its limits and its access log. */
export default defineResource<typeof FIELDS, GetStageCommandOutput>({
  type: 'aws_apigatewayv2_stage',
  arguments: FIELDS,
  example: {
    s: {
      api_id: ref('aws_apigatewayv2_api.a.id'),
      name: '$default',
      auto_deploy: true,
      access_log_settings: {
        destination_arn: ref('aws_cloudwatch_log_group.g.arn'),
        format: '$context.requestId',
      },
      default_route_settings: {
        detailed_metrics_enabled: true,
        throttling_burst_limit: 100,
        throttling_rate_limit: 50,
      },
      route_settings: [{ route_key: 'GET /things', throttling_burst_limit: 10, throttling_rate_limit: 5 }],
      depends_on: ['aws_apigatewayv2_route.r'],
    },
  },
  attributes: ['arn', 'execution_arn', 'id', 'invoke_url'],
  within: 'api_id',
  foundBy: ['api_id', 'name'],
  tags: apiTags((stage, wanted, region) => ({ arn: arnOf(wanted, region), tags: stage.Tags })),
  // Route settings may name a route that was made a moment ago.
  passing: [{ name: 'NotFoundException', message: /route/i }],

  async read(wanted, { aws }) {
    const gateway = await aws.apigatewayv2();
    return unlessNotFound(
      gateway.getStage({ ApiId: wanted.api_id, StageName: wanted.name }),
      'NotFoundException',
    );
  },

  async create(wanted, { aws, tags }) {
    const gateway = await aws.apigatewayv2();
    return gateway.createStage({
      ApiId: wanted.api_id,
      StageName: wanted.name,
      ...settingsOf(wanted),
      Tags: { ...tags },
    });
  },

  async update(wanted, found, { aws }) {
    const settings = settingsOf(wanted);
    const routes = settings.RouteSettings;
    if (!differs(settings, found) && !mapDiffers(routes, found.RouteSettings)) return undefined;
    const gateway = await aws.apigatewayv2();
    const stage = { ApiId: wanted.api_id, StageName: wanted.name };
    if (found.AccessLogSettings && !settings.AccessLogSettings) await gateway.deleteAccessLogSettings(stage);
    for (const RouteKey of Object.keys(found.RouteSettings ?? {})) {
      if (!Object.hasOwn(routes ?? {}, RouteKey)) await gateway.deleteRouteSettings({ ...stage, RouteKey });
    }
    return gateway.updateStage({ ...stage, ...settings });
  },

  async delete(wanted, _found, { aws }) {
    const gateway = await aws.apigatewayv2();
    await gateway.deleteStage({ ApiId: wanted.api_id, StageName: wanted.name });
  },

  async describe(_stage, wanted, { account, aws, region }) {
    const gateway = await aws.apigatewayv2();
    const { ApiEndpoint } = await gateway.getApi({ ApiId: wanted.api_id });
    const path = wanted.name === '$default' ? '' : wanted.name;
    return {
      id: wanted.name,
      arn: arnOf(wanted, region),
      execution_arn: `arn:aws:execute-api:${region}:${await account()}:${wanted.api_id}/${wanted.name}`,
      invoke_url: `${ApiEndpoint}/${path}`,
    };
  },
});

function arnOf(wanted: Decoded<typeof FIELDS>, region: string): string {
  return `arn:aws:apigateway:${region}::/apis/${wanted.api_id}/stages/${wanted.name}`;
}

function settingsOf(wanted: Decoded<typeof FIELDS>): Omit<UpdateStageCommandInput, 'ApiId' | 'StageName'> {
  const log = wanted.access_log_settings;
  return {
    AutoDeploy: wanted.auto_deploy,
    AccessLogSettings: log && { DestinationArn: log.destination_arn, Format: log.format },
    DefaultRouteSettings: limitsOf(wanted.default_route_settings ?? {}),
    RouteSettings: Object.fromEntries(
      wanted.route_settings.map((settings) => [settings.route_key, limitsOf(settings)]),
    ),
  };
}

function limitsOf(limits: Partial<Decoded<typeof LIMITS>>): RouteSettings {
  return {
    DetailedMetricsEnabled: limits.detailed_metrics_enabled ?? false,
    ThrottlingBurstLimit: limits.throttling_burst_limit,
    ThrottlingRateLimit: limits.throttling_rate_limit,
  };
}
