import type { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import type { OperationDeclaration } from '../../core/operation.ts';
import type { ApiGatewayState } from '../state.ts';
import { createApi } from './create-api.ts';
import { createAuthorizer } from './create-authorizer.ts';
import { createDeployment } from './create-deployment.ts';
import { createIntegration } from './create-integration.ts';
import { createRoute } from './create-route.ts';
import { createStage } from './create-stage.ts';
import { deleteAccessLogSettings } from './delete-access-log-settings.ts';
import { deleteApi } from './delete-api.ts';
import { deleteAuthorizer } from './delete-authorizer.ts';
import { deleteCorsConfiguration } from './delete-cors-configuration.ts';
import { deleteDeployment } from './delete-deployment.ts';
import { deleteIntegration } from './delete-integration.ts';
import { deleteRoute } from './delete-route.ts';
import { deleteRouteSettings } from './delete-route-settings.ts';
import { deleteStage } from './delete-stage.ts';
import { getApi } from './get-api.ts';
import { getApis } from './get-apis.ts';
import { getAuthorizer } from './get-authorizer.ts';
import { getAuthorizers } from './get-authorizers.ts';
import { getDeployment } from './get-deployment.ts';
import { getDeployments } from './get-deployments.ts';
import { getIntegration } from './get-integration.ts';
import { getIntegrations } from './get-integrations.ts';
import { getRoute } from './get-route.ts';
import { getRoutes } from './get-routes.ts';
import { getStage } from './get-stage.ts';
import { getStages } from './get-stages.ts';
import { getTags } from './get-tags.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateApi } from './update-api.ts';
import { updateAuthorizer } from './update-authorizer.ts';
import { updateDeployment } from './update-deployment.ts';
import { updateIntegration } from './update-integration.ts';
import { updateRoute } from './update-route.ts';
import { updateStage } from './update-stage.ts';

/** The names of API Gateway v2's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof ApiGatewayV2, string>>;

/** The operations of API Gateway v2. */
export const declarations: readonly OperationDeclaration<ApiGatewayState, OperationName>[] = [
  createApi,
  createAuthorizer,
  createDeployment,
  createIntegration,
  createRoute,
  createStage,
  deleteAccessLogSettings,
  deleteApi,
  deleteAuthorizer,
  deleteCorsConfiguration,
  deleteDeployment,
  deleteIntegration,
  deleteRoute,
  deleteRouteSettings,
  deleteStage,
  getApi,
  getApis,
  getAuthorizer,
  getAuthorizers,
  getDeployment,
  getDeployments,
  getIntegration,
  getIntegrations,
  getRoute,
  getRoutes,
  getStage,
  getStages,
  getTags,
  tagResource,
  untagResource,
  updateApi,
  updateAuthorizer,
  updateDeployment,
  updateIntegration,
  updateRoute,
  updateStage,
];
