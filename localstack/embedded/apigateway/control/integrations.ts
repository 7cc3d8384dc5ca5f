import type {
  CreateIntegrationRequest,
  DeleteIntegrationRequest,
  GetIntegrationRequest,
  UpdateIntegrationRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { EmbeddedContext } from '../../core/context.ts';
import { badRequest, conflict, onlyMembers, unsupported } from '../errors.ts';
import type { Integration } from '../model.ts';
import { type ApiStore, page, requireItem } from '../store.ts';
import type { Paged } from './apis.ts';

const SETTABLE = [
  'IntegrationType',
  'IntegrationMethod',
  'IntegrationUri',
  'PayloadFormatVersion',
  'ConnectionType',
  'TimeoutInMillis',
  'Description',
] as const;

type Settings = Partial<Pick<CreateIntegrationRequest, (typeof SETTABLE)[number]>>;

/** Lambda proxy integrations. */
export function integrationOperations(context: EmbeddedContext, store: ApiStore) {
  return {
    CreateIntegration({ ApiId, ...input }: CreateIntegrationRequest) {
      const api = store.api(ApiId);
      onlyMembers('CreateIntegration', input, SETTABLE);
      const integration = { IntegrationId: context.random.id(7), ...integrationSettings(input) };
      store.integrations(api.ApiId).set(integration.IntegrationId, integration);
      store.changed(api.ApiId);
      return integration;
    },

    GetIntegration(input: GetIntegrationRequest) {
      return requireItem(
        store.integrations(store.api(input.ApiId).ApiId),
        'Integration',
        input.IntegrationId,
      );
    },

    GetIntegrations(input: { ApiId?: string } & Paged) {
      const api = store.api(input.ApiId);
      return page([...store.integrations(api.ApiId).values()], input.MaxResults, input.NextToken);
    },

    UpdateIntegration({ ApiId, IntegrationId, ...changes }: UpdateIntegrationRequest) {
      const integrations = store.integrations(store.api(ApiId).ApiId);
      const before = requireItem(integrations, 'Integration', IntegrationId);
      onlyMembers('UpdateIntegration', changes, SETTABLE);
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const integration = {
        IntegrationId: before.IntegrationId,
        ...integrationSettings({ ...before, ...given } as Settings),
      };
      integrations.set(integration.IntegrationId, integration);
      store.changed(store.api(ApiId).ApiId);
      return integration;
    },

    DeleteIntegration(input: DeleteIntegrationRequest) {
      const api = store.api(input.ApiId);
      const integrations = store.integrations(api.ApiId);
      const { IntegrationId } = requireItem(integrations, 'Integration', input.IntegrationId);
      const user = [...store.routes(api.ApiId).values()].find(
        (route) => route.Target === `integrations/${IntegrationId}`,
      );
      if (user) {
        throw conflict(
          `Cannot delete Integration '${IntegrationId}' because it is referenced by Route '${user.RouteKey}'.`,
        );
      }
      integrations.delete(IntegrationId);
      store.changed(api.ApiId);
      return {};
    },
  };
}

function integrationSettings(input: Settings): Omit<Integration, 'IntegrationId'> {
  if (input.IntegrationType !== 'AWS_PROXY') throw unsupported(`integration type ${input.IntegrationType}`);
  if (!input.IntegrationUri) throw badRequest('Integration URI is required for AWS_PROXY integrations');
  if (functionOf(input.IntegrationUri) === undefined) {
    throw unsupported(`AWS_PROXY integration of ${input.IntegrationUri} (it must be a Lambda function)`);
  }
  if (input.PayloadFormatVersion === '1.0') throw unsupported('payload format version 1.0');
  if (input.PayloadFormatVersion !== '2.0')
    throw badRequest('PayloadFormatVersion is a required parameter for integration');
  if ((input.ConnectionType ?? 'INTERNET') !== 'INTERNET') throw unsupported('VPC links');
  const timeout = input.TimeoutInMillis ?? 30_000;
  if (timeout < 50 || timeout > 30_000) {
    throw badRequest('Timeout should be between 50 ms and 30000 ms');
  }
  return {
    IntegrationType: 'AWS_PROXY',
    IntegrationMethod: input.IntegrationMethod ?? 'POST',
    IntegrationUri: input.IntegrationUri,
    PayloadFormatVersion: '2.0',
    ConnectionType: 'INTERNET',
    TimeoutInMillis: timeout,
    Description: input.Description,
  };
}

/** The function's ARN in an integration's URI, which is that ARN or API Gateway's path around it. */
export function functionOf(uri: string): string | undefined {
  const wrapped = /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(
    uri,
  )?.[1];
  const arn = wrapped ?? uri;
  return /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w$:-]+$/.test(arn) ? arn : undefined;
}
