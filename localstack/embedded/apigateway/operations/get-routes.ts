import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { ApiGatewayState } from '../state.ts';

interface GetRoutesInput extends PageInput {
  readonly ApiId?: string;
}

const http = { method: 'GET', path: '/v2/apis/{ApiId}/routes', query: PAGE_QUERY };

/** GetRoutes: the routes of an API. */
export const getRoutes = defineOperation({
  name: 'GetRoutes',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetRoutesInput) {
    const routes = [...store.routes(store.api(input.ApiId).ApiId).values()];
    return page(routes, input.MaxResults, input.NextToken);
  },
});
