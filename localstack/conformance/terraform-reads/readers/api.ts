import { present, type Reader } from '../reader.ts';

/** The HTTP API with its parts. */
export const apiReaders: Readonly<Record<string, Reader>> = {
  aws_apigatewayv2_api: {
    source: 'apigatewayv2/api.go',
    calls: ['apigatewayv2:GetApi'],
    async read(sent, { apigatewayv2 }) {
      const api = await apigatewayv2.getApi({ ApiId: sent.text('id') });
      const cors = api.CorsConfiguration;
      return {
        arguments: {
          name: api.Name,
          description: api.Description,
          protocol_type: api.ProtocolType,
          cors_configuration: {
            allow_headers: cors?.AllowHeaders,
            allow_methods: cors?.AllowMethods,
            allow_origins: cors?.AllowOrigins,
            expose_headers: cors?.ExposeHeaders,
            max_age: cors?.MaxAge,
          },
        },
        tags: api.Tags ?? {},
      };
    },
    delete: (sent, { apigatewayv2 }) => apigatewayv2.deleteApi({ ApiId: sent.text('id') }),
  },

  aws_apigatewayv2_authorizer: {
    source: 'apigatewayv2/authorizer.go',
    calls: ['apigatewayv2:GetAuthorizer'],
    async read(sent, { apigatewayv2 }) {
      const found = await apigatewayv2.getAuthorizer({
        ApiId: sent.text('api_id'),
        AuthorizerId: sent.text('id'),
      });
      return {
        arguments: {
          api_id: sent.text('api_id'),
          name: found.Name,
          authorizer_type: found.AuthorizerType,
          identity_sources: found.IdentitySource,
          jwt_configuration: {
            audience: found.JwtConfiguration?.Audience,
            issuer: found.JwtConfiguration?.Issuer,
          },
        },
      };
    },
    delete: (sent, { apigatewayv2 }) =>
      apigatewayv2.deleteAuthorizer({ ApiId: sent.text('api_id'), AuthorizerId: sent.text('id') }),
  },

  aws_apigatewayv2_integration: {
    source: 'apigatewayv2/integration.go',
    calls: ['apigatewayv2:GetIntegration'],
    async read(sent, { apigatewayv2 }) {
      const found = await apigatewayv2.getIntegration({
        ApiId: sent.text('api_id'),
        IntegrationId: sent.text('id'),
      });
      return {
        arguments: {
          api_id: sent.text('api_id'),
          integration_type: found.IntegrationType,
          integration_method: found.IntegrationMethod,
          integration_uri: found.IntegrationUri,
          payload_format_version: found.PayloadFormatVersion,
          timeout_milliseconds: found.TimeoutInMillis,
        },
      };
    },
    delete: (sent, { apigatewayv2 }) =>
      apigatewayv2.deleteIntegration({ ApiId: sent.text('api_id'), IntegrationId: sent.text('id') }),
  },

  aws_apigatewayv2_route: {
    source: 'apigatewayv2/route.go',
    calls: ['apigatewayv2:GetRoute'],
    async read(sent, { apigatewayv2 }) {
      const found = await apigatewayv2.getRoute({ ApiId: sent.text('api_id'), RouteId: sent.text('id') });
      return {
        arguments: {
          api_id: sent.text('api_id'),
          route_key: found.RouteKey,
          operation_name: found.OperationName,
          authorization_type: found.AuthorizationType,
          authorizer_id: found.AuthorizerId,
          target: found.Target,
        },
      };
    },
    delete: (sent, { apigatewayv2 }) =>
      apigatewayv2.deleteRoute({ ApiId: sent.text('api_id'), RouteId: sent.text('id') }),
  },

  aws_apigatewayv2_stage: {
    source: 'apigatewayv2/stage.go',
    calls: ['apigatewayv2:GetStage', 'apigatewayv2:GetApi'],
    async read(sent, { apigatewayv2 }) {
      const found = await apigatewayv2.getStage({
        ApiId: sent.text('api_id'),
        StageName: sent.text('name'),
      });
      // The kind of the API decides how the stage's URL begins.
      const { ProtocolType } = await apigatewayv2.getApi({ ApiId: sent.text('api_id') });
      present(ProtocolType, 'the kind of the API');
      return {
        arguments: {
          api_id: sent.text('api_id'),
          name: found.StageName,
          auto_deploy: found.AutoDeploy,
          access_log_settings: {
            destination_arn: found.AccessLogSettings?.DestinationArn,
            format: found.AccessLogSettings?.Format,
          },
          default_route_settings: settings(found.DefaultRouteSettings),
          route_settings: Object.entries(found.RouteSettings ?? {}).map(([route_key, one]) => ({
            route_key,
            ...settings(one),
          })),
        },
        tags: found.Tags ?? {},
      };
    },
    delete: (sent, { apigatewayv2 }) =>
      apigatewayv2.deleteStage({ ApiId: sent.text('api_id'), StageName: sent.text('name') }),
  },
};

interface RouteSettings {
  readonly DetailedMetricsEnabled?: boolean | undefined;
  readonly ThrottlingBurstLimit?: number | undefined;
  readonly ThrottlingRateLimit?: number | undefined;
}

function settings(found: RouteSettings | undefined): object {
  return {
    detailed_metrics_enabled: found?.DetailedMetricsEnabled,
    throttling_burst_limit: found?.ThrottlingBurstLimit,
    throttling_rate_limit: found?.ThrottlingRateLimit,
  };
}
