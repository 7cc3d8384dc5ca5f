import type { GetDeploymentRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { describeDeployment } from '../control/deployments.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'GET', path: '/v2/apis/{ApiId}/deployments/{DeploymentId}' };

/** GetDeployment: one deployment of an API. */
export const getDeployment = defineOperation({
  name: 'GetDeployment',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetDeploymentRequest) {
    const deployments = store.deployments(store.api(input.ApiId).ApiId);
    return describeDeployment(requireItem(deployments, 'Deployment', input.DeploymentId));
  },
});
