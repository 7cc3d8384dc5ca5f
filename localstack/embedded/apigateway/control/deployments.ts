import type { Deployment } from '../model.ts';
import type { ApiGatewayState } from '../state.ts';

/** Freezes an API as it is. An automatic deployment replaces the one before, which nobody asked for either. */
export function deploy(
  { context, store }: ApiGatewayState,
  apiId: string,
  { automatic, description }: { readonly automatic: boolean; readonly description?: string | undefined },
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

/** A deployment as the operations return it. */
export function describeDeployment({ snapshot: _, createdAt, ...deployment }: Deployment) {
  return { ...deployment, CreatedDate: new Date(createdAt), DeploymentStatus: 'DEPLOYED' };
}
