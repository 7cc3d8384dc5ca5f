import type { DeleteDeploymentRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { conflict } from '../errors.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'DELETE', path: '/v2/apis/{ApiId}/deployments/{DeploymentId}', status: 204 };

/** DeleteDeployment: one that no stage shows. */
export const deleteDeployment = defineOperation({
  name: 'DeleteDeployment',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: DeleteDeploymentRequest) {
    const api = store.api(input.ApiId);
    const deployments = store.deployments(api.ApiId);
    const { DeploymentId } = requireItem(deployments, 'Deployment', input.DeploymentId);
    const user = [...store.stages(api.ApiId).values()].find((stage) => stage.DeploymentId === DeploymentId);
    if (user) throw conflict(`Deployment ${DeploymentId} is in use by stage ${user.StageName}`);
    deployments.delete(DeploymentId);
    return {};
  },
});
