import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { describeDeployment } from '../control/deployments.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { ApiGatewayState } from '../state.ts';

interface GetDeploymentsInput extends PageInput {
  readonly ApiId?: string;
}

const http = { method: 'GET', path: '/v2/apis/{ApiId}/deployments', query: PAGE_QUERY };

/** GetDeployments: the deployments of an API. */
export const getDeployments = defineOperation({
  name: 'GetDeployments',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetDeploymentsInput) {
    const deployments = [...store.deployments(store.api(input.ApiId).ApiId).values()];
    return page(deployments.map(describeDeployment), input.MaxResults, input.NextToken);
  },
});
