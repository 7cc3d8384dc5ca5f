import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { describeApi } from '../control/apis.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'GET', path: '/v2/apis', query: PAGE_QUERY };

/** GetApis: all APIs. */
export const getApis = defineOperation({
  name: 'GetApis',
  authorization: onPath(http),
  http,
  run(state: ApiGatewayState, input: PageInput) {
    const apis = [...state.store.apis.values()].map((api) => describeApi(state, api));
    return page(apis, input.MaxResults, input.NextToken);
  },
});
