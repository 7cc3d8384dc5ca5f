import type { CreateDeploymentRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { deploy, describeDeployment } from '../control/deployments.ts';
import { badRequest } from '../errors.ts';
import type { ApiGatewayState } from '../state.ts';
import { requireItem } from '../store.ts';

const http = { method: 'POST', path: '/v2/apis/{ApiId}/deployments', status: 201 };

/** CreateDeployment: freezes an API as it is, for a stage where one is named. */
export const createDeployment = defineOperation({
  name: 'CreateDeployment',
  authorization: onPath(http),
  http,
  run(state: ApiGatewayState, input: CreateDeploymentRequest) {
    const { context, store } = state;
    const api = store.api(input.ApiId);
    if (store.routes(api.ApiId).size === 0) {
      throw badRequest('At least one route is required before deploying the Api.');
    }
    const stages = store.stages(api.ApiId);
    const stage = input.StageName === undefined ? undefined : requireItem(stages, 'Stage', input.StageName);
    if (stage?.AutoDeploy) {
      throw badRequest('Deployment cannot be updated for a stage with autoDeploy enabled');
    }
    const deployment = deploy(state, api.ApiId, { automatic: false, description: input.Description });
    if (stage) {
      stages.set(stage.StageName, {
        ...stage,
        DeploymentId: deployment.DeploymentId,
        updatedAt: context.clock.now(),
      });
      store.changed(api.ApiId);
    }
    return describeDeployment(deployment);
  },
});
