import type { CreateStageRequest, RouteSettings } from '@aws-sdk/client-apigatewayv2';
import { badRequest, onlyMembers } from '../errors.ts';
import type { Stage } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';
import { type ApiStore, requireItem } from '../store.ts';
import { deploy } from './deployments.ts';

/** The members of a stage that can be set. */
export const STAGE_SETTINGS = [
  'Description',
  'AutoDeploy',
  'DeploymentId',
  'AccessLogSettings',
  'DefaultRouteSettings',
  'RouteSettings',
  'StageVariables',
] as const;

const SETTINGS_OF_ROUTES = ['DetailedMetricsEnabled', 'ThrottlingBurstLimit', 'ThrottlingRateLimit'] as const;

/** A stage's settings as they are sent. */
export type StageSettings = Partial<Pick<CreateStageRequest, (typeof STAGE_SETTINGS)[number]>>;

/** Keeps a stage and returns it as the operations do; one that deploys by itself gets a deployment at once. */
export function putStage(state: ApiGatewayState, apiId: string, stage: Stage) {
  const { store } = state;
  const deployed = stage.AutoDeploy ? deploy(state, apiId, { automatic: true }) : undefined;
  const kept = deployed ? { ...stage, DeploymentId: deployed.DeploymentId } : stage;
  store.stages(apiId).set(kept.StageName, kept);
  store.changed(apiId);
  return describeStage(kept);
}

/** Checks a stage's settings and fills in the defaults. Throws BadRequestException, NotFoundException and NotImplemented. */
export function stageSettings(
  store: ApiStore,
  apiId: string,
  input: StageSettings,
): Omit<Stage, 'StageName' | 'Tags' | 'createdAt' | 'updatedAt'> {
  onlyMembers('stages', input, STAGE_SETTINGS);
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
    requireRouteSettings(settings);
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

function requireRouteSettings(settings: RouteSettings): void {
  const { LoggingLevel, DataTraceEnabled, ...rest } = settings;
  if (DataTraceEnabled || (LoggingLevel !== undefined && LoggingLevel !== 'OFF')) {
    throw badRequest('Execution logs are not supported on protocolType HTTP');
  }
  onlyMembers('route settings', rest, SETTINGS_OF_ROUTES);
  const { ThrottlingBurstLimit: burst = 0, ThrottlingRateLimit: rate = 0 } = settings;
  if (burst < 0 || rate < 0) throw badRequest('Throttling limits must not be negative');
}

/** A stage as the operations return it. */
export function describeStage({ createdAt, updatedAt, ...stage }: Stage) {
  return { ...stage, CreatedDate: new Date(createdAt), LastUpdatedDate: new Date(updatedAt) };
}
