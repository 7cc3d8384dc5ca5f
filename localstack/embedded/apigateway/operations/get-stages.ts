import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { describeStage } from '../control/stages.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { ApiGatewayState } from '../state.ts';

interface GetStagesInput extends PageInput {
  readonly ApiId?: string;
}

const http = { method: 'GET', path: '/v2/apis/{ApiId}/stages', query: PAGE_QUERY };

/** GetStages: the stages of an API. */
export const getStages = defineOperation({
  name: 'GetStages',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: GetStagesInput) {
    const stages = [...store.stages(store.api(input.ApiId).ApiId).values()];
    return page(stages.map(describeStage), input.MaxResults, input.NextToken);
  },
});
