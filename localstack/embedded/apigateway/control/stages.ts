import type {
  CreateStageRequest,
  DeleteAccessLogSettingsRequest,
  DeleteRouteSettingsRequest,
  DeleteStageRequest,
  GetStageRequest,
  RouteSettings,
  UpdateStageRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { EmbeddedContext } from '../../core/context.ts';
import { badRequest, conflict, onlyMembers } from '../errors.ts';
import type { Stage } from '../model.ts';
import { type ApiStore, page, requireItem } from '../store.ts';
import type { Paged } from './apis.ts';
import { deploy } from './deployments.ts';

const SETTABLE = [
  'Description',
  'AutoDeploy',
  'DeploymentId',
  'AccessLogSettings',
  'DefaultRouteSettings',
  'RouteSettings',
  'StageVariables',
] as const;

const ROUTE_SETTINGS = ['DetailedMetricsEnabled', 'ThrottlingBurstLimit', 'ThrottlingRateLimit'] as const;

type Settings = Partial<Pick<CreateStageRequest, (typeof SETTABLE)[number]>>;

/** Stages: made, read back, changed, deleted. */
export function stageOperations(context: EmbeddedContext, store: ApiStore) {
  function keep(apiId: string, stage: Stage) {
    const deployed = stage.AutoDeploy ? deploy(context, store, apiId, true) : undefined;
    const kept = deployed ? { ...stage, DeploymentId: deployed.DeploymentId } : stage;
    store.stages(apiId).set(kept.StageName, kept);
    store.changed(apiId);
    return describe(kept);
  }

  return {
    CreateStage({ ApiId, StageName, Tags, ...input }: CreateStageRequest) {
      const api = store.api(ApiId);
      if (!StageName || !/^(?:\$default|[\w-]{1,128})$/.test(StageName)) {
        throw badRequest('Stage name only allows a-zA-Z0-9_- and $default');
      }
      if (store.stages(api.ApiId).has(StageName)) throw conflict('Stage already exists');
      const now = context.clock.now();
      return keep(api.ApiId, {
        StageName,
        Tags: Tags ?? {},
        createdAt: now,
        updatedAt: now,
        ...stageSettings(store, api.ApiId, input),
      });
    },

    GetStage(input: GetStageRequest) {
      return describe(requireItem(store.stages(store.api(input.ApiId).ApiId), 'Stage', input.StageName));
    },

    GetStages(input: { ApiId?: string } & Paged) {
      const api = store.api(input.ApiId);
      return page([...store.stages(api.ApiId).values()].map(describe), input.MaxResults, input.NextToken);
    },

    UpdateStage({ ApiId, StageName, ...changes }: UpdateStageRequest) {
      const api = store.api(ApiId);
      const before = requireItem(store.stages(api.ApiId), 'Stage', StageName);
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const settings = stageSettings(store, api.ApiId, {
        ...Object.fromEntries(SETTABLE.map((member) => [member, before[member]])),
        ...given,
      } as Settings);
      return keep(api.ApiId, { ...before, ...settings, updatedAt: context.clock.now() });
    },

    DeleteStage(input: DeleteStageRequest) {
      const api = store.api(input.ApiId);
      const { StageName } = requireItem(store.stages(api.ApiId), 'Stage', input.StageName);
      store.stages(api.ApiId).delete(StageName);
      store.changed(api.ApiId);
      return {};
    },

    DeleteAccessLogSettings(input: DeleteAccessLogSettingsRequest) {
      const api = store.api(input.ApiId);
      const { AccessLogSettings: _, ...stage } = requireItem(
        store.stages(api.ApiId),
        'Stage',
        input.StageName,
      );
      keep(api.ApiId, stage);
      return {};
    },

    DeleteRouteSettings(input: DeleteRouteSettingsRequest) {
      const api = store.api(input.ApiId);
      const stage = requireItem(store.stages(api.ApiId), 'Stage', input.StageName);
      const rest = Object.entries(stage.RouteSettings).filter(([key]) => key !== input.RouteKey);
      keep(api.ApiId, { ...stage, RouteSettings: Object.fromEntries(rest) });
      return {};
    },
  };
}

function stageSettings(
  store: ApiStore,
  apiId: string,
  input: Settings,
): Omit<Stage, 'StageName' | 'Tags' | 'createdAt' | 'updatedAt'> {
  onlyMembers('stages', input, SETTABLE);
  if (input.DeploymentId !== undefined)
    requireItem(store.deployments(apiId), 'Deployment', input.DeploymentId);
  const { DestinationArn, Format } = input.AccessLogSettings ?? {};
  if (
    input.AccessLogSettings &&
    (!Format || !/^arn:[\w-]+:logs:[\w-]+:\d{12}:log-group:[\w./#-]+/.test(DestinationArn ?? ''))
  ) {
    throw badRequest(
      'Invalid AccessLogSettings: a CloudWatch Logs destination ARN and a format are required',
    );
  }
  if (
    Format !== undefined &&
    !Format.includes('$context.requestId') &&
    !Format.includes('$context.extendedRequestId')
  ) {
    throw badRequest('Access log format must include $context.requestId or $context.extendedRequestId');
  }
  const routes = input.RouteSettings ?? {};
  for (const settings of [input.DefaultRouteSettings ?? {}, ...Object.values(routes)])
    checkRouteSettings(settings);
  const keys = new Set([...store.routes(apiId).values()].map((route) => route.RouteKey));
  const unknown = Object.keys(routes).find((key) => !keys.has(key));
  if (unknown !== undefined)
    throw badRequest(`Unable to find Route by key ${unknown} within the provided RouteSettings`);
  return {
    Description: input.Description,
    AutoDeploy: input.AutoDeploy ?? false,
    DeploymentId: input.DeploymentId,
    AccessLogSettings: input.AccessLogSettings,
    DefaultRouteSettings: { DetailedMetricsEnabled: false, ...input.DefaultRouteSettings },
    RouteSettings: routes,
    StageVariables: input.StageVariables ?? {},
  };
}

function checkRouteSettings(settings: RouteSettings): void {
  const { LoggingLevel, DataTraceEnabled, ...rest } = settings;
  if (DataTraceEnabled || (LoggingLevel !== undefined && LoggingLevel !== 'OFF')) {
    throw badRequest('Execution logs are not supported on protocolType HTTP');
  }
  onlyMembers('route settings', rest, ROUTE_SETTINGS);
  const { ThrottlingBurstLimit: burst = 0, ThrottlingRateLimit: rate = 0 } = settings;
  if (burst < 0 || rate < 0) throw badRequest('Throttling limits must not be negative');
}

function describe({ createdAt, updatedAt, ...stage }: Stage) {
  return { ...stage, CreatedDate: new Date(createdAt), LastUpdatedDate: new Date(updatedAt) };
}
