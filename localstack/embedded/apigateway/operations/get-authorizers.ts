import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { ApiGatewayState } from '../state.ts';

interface GetAuthorizersInput extends PageInput {
  readonly ApiId?: string;
}

const http = { method: 'GET', path: '/v2/apis/{ApiId}/authorizers', query: PAGE_QUERY };

/** GetAuthorizers: the authorizers of an API. */
export const getAuthorizers = defineOperation({
  name: 'GetAuthorizers',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetAuthorizersInput) {
    const authorizers = [...store.authorizers(store.api(input.ApiId).ApiId).values()];
    return page(authorizers, input.MaxResults, input.NextToken);
  },
});
