import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { ApiGatewayState } from '../state.ts';

interface GetIntegrationsInput extends PageInput {
  readonly ApiId?: string;
}

const http = { method: 'GET', path: '/v2/apis/{ApiId}/integrations', query: PAGE_QUERY };

/** GetIntegrations: the integrations of an API. */
export const getIntegrations = defineOperation({
  name: 'GetIntegrations',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetIntegrationsInput) {
    const integrations = [...store.integrations(store.api(input.ApiId).ApiId).values()];
    return page(integrations, input.MaxResults, input.NextToken);
  },
});
