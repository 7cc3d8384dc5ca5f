import type {
  CreateDeploymentRequest,
  DeleteDeploymentRequest,
  GetDeploymentRequest,
  UpdateDeploymentRequest,
} from '@aws-sdk/client-apigatewayv2';
import type { EmbeddedContext } from '../../core/context.ts';
import { badRequest, conflict } from '../errors.ts';
import type { Deployment } from '../model.ts';
import { type ApiStore, page, requireItem } from '../store.ts';
import type { Paged } from './apis.ts';

/** Deployments: an API frozen, for the stages that do not deploy by themselves. */
export function deploymentOperations(context: EmbeddedContext, store: ApiStore) {
  return {
    CreateDeployment(input: CreateDeploymentRequest) {
      const api = store.api(input.ApiId);
      if (store.routes(api.ApiId).size === 0) {
        throw badRequest('At least one route is required before deploying the Api.');
      }
      const stage =
        input.StageName === undefined
          ? undefined
          : requireItem(store.stages(api.ApiId), 'Stage', input.StageName);
      if (stage?.AutoDeploy)
        throw badRequest('Deployment cannot be updated for a stage with autoDeploy enabled');
      const deployment = deploy(context, store, api.ApiId, false, input.Description);
      if (stage) {
        store.stages(api.ApiId).set(stage.StageName, {
          ...stage,
          DeploymentId: deployment.DeploymentId,
          updatedAt: context.clock.now(),
        });
        store.changed(api.ApiId);
      }
      return describe(deployment);
    },

    GetDeployment(input: GetDeploymentRequest) {
      return describe(
        requireItem(store.deployments(store.api(input.ApiId).ApiId), 'Deployment', input.DeploymentId),
      );
    },

    GetDeployments(input: { ApiId?: string } & Paged) {
      const api = store.api(input.ApiId);
      return page(
        [...store.deployments(api.ApiId).values()].map(describe),
        input.MaxResults,
        input.NextToken,
      );
    },

    UpdateDeployment(input: UpdateDeploymentRequest) {
      const deployments = store.deployments(store.api(input.ApiId).ApiId);
      const before = requireItem(deployments, 'Deployment', input.DeploymentId);
      const changed = { ...before, Description: input.Description ?? before.Description };
      deployments.set(changed.DeploymentId, changed);
      return describe(changed);
    },

    DeleteDeployment(input: DeleteDeploymentRequest) {
      const api = store.api(input.ApiId);
      const { DeploymentId } = requireItem(store.deployments(api.ApiId), 'Deployment', input.DeploymentId);
      const user = [...store.stages(api.ApiId).values()].find((stage) => stage.DeploymentId === DeploymentId);
      if (user) throw conflict(`Deployment ${DeploymentId} is in use by stage ${user.StageName}`);
      store.deployments(api.ApiId).delete(DeploymentId);
      return {};
    },
  };
}

/** Freezes an API as it is. An automatic deployment replaces the one before, which nobody asked for either. */
export function deploy(
  context: EmbeddedContext,
  store: ApiStore,
  apiId: string,
  automatic: boolean,
  description?: string,
): Deployment {
  const deployments = store.deployments(apiId);
  if (automatic) {
    const old = [...deployments.values()].filter((deployment) => deployment.AutoDeployed);
    for (const { DeploymentId } of old) deployments.delete(DeploymentId);
  }
  const deployment: Deployment = {
    DeploymentId: context.random.id(6),
    Description: automatic
      ? 'Automatic deployment triggered by changes to the Api configuration'
      : description,
    AutoDeployed: automatic,
    createdAt: context.clock.now(),
    snapshot: store.snapshot(apiId),
  };
  deployments.set(deployment.DeploymentId, deployment);
  return deployment;
}

function describe({ snapshot: _, createdAt, ...deployment }: Deployment) {
  return { ...deployment, CreatedDate: new Date(createdAt), DeploymentStatus: 'DEPLOYED' };
}
