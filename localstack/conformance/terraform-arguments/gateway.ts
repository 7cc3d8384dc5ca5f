// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { type Answer, inPlace, refused, replacement, type TypeCase, tags } from './case.ts';

const OTHER_API = '${aws_apigatewayv2_api.other.id}';
const inApi = (answer: Answer) => answer.api;

/** Proofs for API Gateway. */
export const gateway: Readonly<Record<string, TypeCase>> = {
  aws_apigatewayv2_api: {
    name: 'a',
    read: async (aws, { id }) => (await aws.apigatewayv2()).getApi({ ApiId: String(id) }),
    arguments: {
      name: inPlace('renamed-api', (api) => api.Name),
      protocol_type: replacement('WEBSOCKET', () => undefined, { unmade: true }),
      description: inPlace('Another', (api) => api.Description, { unset: { says: '' } }),
      'cors_configuration.allow_headers': inPlace(['x-a'], (api) => api.CorsConfiguration.AllowHeaders, {
        unset: { says: undefined },
      }),
      'cors_configuration.allow_methods': inPlace(['PUT'], (api) => api.CorsConfiguration.AllowMethods, {
        unset: { says: undefined },
      }),
      'cors_configuration.allow_origins': inPlace(
        ['https://a.example.com'],
        (api) => api.CorsConfiguration?.AllowOrigins,
        { unset: { path: 'cors_configuration', says: undefined } },
      ),
      'cors_configuration.expose_headers': inPlace(['etag'], (api) => api.CorsConfiguration.ExposeHeaders, {
        unset: { says: undefined },
      }),
      'cors_configuration.max_age': inPlace(5, (api) => api.CorsConfiguration.MaxAge, {
        unset: { says: undefined },
      }),
      tags: tags((api) => api.Tags),
    },
  },
  aws_apigatewayv2_authorizer: {
    name: 'j',
    read: async (aws, { api_id, id }) => {
      const gateway = await aws.apigatewayv2();
      const answer = await gateway.getAuthorizer({ ApiId: String(api_id), AuthorizerId: String(id) });
      return { ...answer, api: (await gateway.getApi({ ApiId: String(api_id) })).Name };
    },
    arguments: {
      api_id: replacement(OTHER_API, inApi, { says: 'other-api' }),
      name: inPlace('other-tokens', (authorizer) => authorizer.Name),
      authorizer_type: refused('REQUEST', /REQUEST/),
      identity_sources: inPlace(['$request.querystring.token'], (authorizer) => authorizer.IdentitySource),
      'jwt_configuration.audience': inPlace(['other'], (authorizer) => authorizer.JwtConfiguration.Audience),
      'jwt_configuration.issuer': inPlace(
        'https://issuer.example.com',
        (authorizer) => authorizer.JwtConfiguration.Issuer,
      ),
    },
  },
  aws_apigatewayv2_integration: {
    name: 'i',
    read: async (aws, { api_id, id }) => {
      const gateway = await aws.apigatewayv2();
      const answer = await gateway.getIntegration({ ApiId: String(api_id), IntegrationId: String(id) });
      return { ...answer, api: (await gateway.getApi({ ApiId: String(api_id) })).Name };
    },
    arguments: {
      api_id: replacement(OTHER_API, inApi, { says: 'other-api' }),
      integration_type: replacement('HTTP_PROXY', () => undefined, { unmade: true }),
      integration_method: inPlace('GET', (integration) => integration.IntegrationMethod),
      integration_uri: inPlace(
        '${aws_lambda_function.other.invoke_arn}',
        (integration) => /function:([\w-]+)/.exec(integration.IntegrationUri)?.[1],
        { says: 'fixture-other' },
      ),
      payload_format_version: refused('1.0', /payload format version 1.0/),
      timeout_milliseconds: inPlace(10_000, (integration) => integration.TimeoutInMillis, {
        unset: { says: 30_000 },
      }),
    },
  },
  aws_apigatewayv2_route: {
    name: 'r',
    read: async (aws, { api_id, id }) => {
      const gateway = await aws.apigatewayv2();
      const ApiId = String(api_id);
      const answer = await gateway.getRoute({ ApiId, RouteId: String(id) });
      const { Items: integrations = [] } = await gateway.getIntegrations({ ApiId });
      const { Items: authorizers = [] } = await gateway.getAuthorizers({ ApiId });
      return {
        ...answer,
        api: (await gateway.getApi({ ApiId })).Name,
        target: integrations.find((one) => answer.Target === `integrations/${one.IntegrationId}`)
          ?.IntegrationUri,
        authorizer: authorizers.find((one) => answer.AuthorizerId === one.AuthorizerId)?.Name,
      };
    },
    arguments: {
      api_id: replacement(OTHER_API, inApi, {
        says: 'other-api',
        with: {
          authorization_type: 'NONE',
          authorizer_id: null,
          target: 'integrations/${aws_apigatewayv2_integration.other.id}',
        },
      }),
      route_key: inPlace('POST /things', (route) => route.RouteKey),
      target: inPlace(
        'integrations/${aws_apigatewayv2_integration.second.id}',
        (route) => route.target.split(':').at(-1),
        { says: 'live' },
      ),
      operation_name: inPlace('getThings', (route) => route.OperationName, { unset: { says: '' } }),
      authorization_type: inPlace(
        'NONE',
        ({ AuthorizationType, authorizer }) => [AuthorizationType, authorizer],
        {
          with: { authorizer_id: null },
          says: ['NONE', undefined],
          unset: { says: ['NONE', undefined] },
        },
      ),
      authorizer_id: inPlace('${aws_apigatewayv2_authorizer.second.id}', (route) => route.authorizer, {
        says: 'second',
      }),
    },
  },
  aws_apigatewayv2_stage: {
    name: 's',
    read: async (aws, { api_id, name }) => {
      const gateway = await aws.apigatewayv2();
      const ApiId = String(api_id);
      const stage = await gateway.getStage({ ApiId, StageName: String(name) });
      return { ...stage, api: (await gateway.getApi({ ApiId })).Name };
    },
    arguments: {
      api_id: replacement(OTHER_API, inApi, { says: 'other-api', with: { route_settings: [] } }),
      name: replacement('dev', (stage) => stage.StageName),
      auto_deploy: inPlace(false, (stage) => stage.AutoDeploy, { unset: { says: false } }),
      'access_log_settings.destination_arn': inPlace(
        '${aws_cloudwatch_log_group.other.arn}',
        (stage) => stage.AccessLogSettings?.DestinationArn.split(':').at(-1),
        { says: '/fixture/other', unset: { path: 'access_log_settings', says: undefined } },
      ),
      'access_log_settings.format': inPlace(
        '$context.requestId $context.status',
        (stage) => stage.AccessLogSettings.Format,
      ),
      'default_route_settings.detailed_metrics_enabled': inPlace(
        false,
        (stage) => stage.DefaultRouteSettings.DetailedMetricsEnabled,
        { unset: { says: false } },
      ),
      'default_route_settings.throttling_burst_limit': inPlace(
        7,
        (stage) => stage.DefaultRouteSettings.ThrottlingBurstLimit,
        { unset: { path: 'default_route_settings', says: undefined } },
      ),
      'default_route_settings.throttling_rate_limit': inPlace(
        7,
        (stage) => stage.DefaultRouteSettings.ThrottlingRateLimit,
        { unset: { says: undefined } },
      ),
      'route_settings.route_key': inPlace('GET /others', (stage) => Object.keys(stage.RouteSettings), {
        says: ['GET /others'],
        unset: { path: 'route_settings', says: [] },
      }),
      'route_settings.detailed_metrics_enabled': inPlace(
        true,
        (stage) => stage.RouteSettings['GET /things'].DetailedMetricsEnabled,
        { unset: { says: false } },
      ),
      'route_settings.throttling_burst_limit': inPlace(
        3,
        (stage) => stage.RouteSettings['GET /things'].ThrottlingBurstLimit,
        { unset: { says: undefined } },
      ),
      'route_settings.throttling_rate_limit': inPlace(
        3,
        (stage) => stage.RouteSettings['GET /things'].ThrottlingRateLimit,
        { unset: { says: undefined } },
      ),
      tags: tags((stage) => stage.Tags),
    },
  },
};
