import type { UpdateDeploymentRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { describeDeployment } from '../control/deployments.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'PATCH', path: '/v2/apis/{ApiId}/deployments/{DeploymentId}' };

/** UpdateDeployment: changes the description of a deployment. */
export const updateDeployment = defineOperation({
  name: 'UpdateDeployment',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: UpdateDeploymentRequest) {
    const deployments = store.deployments(store.api(input.ApiId).ApiId);
    const before = requireItem(deployments, 'Deployment', input.DeploymentId);
    const changed = { ...before, Description: input.Description ?? before.Description };
    deployments.set(changed.DeploymentId, changed);
    return describeDeployment(changed);
  },
});
