import type { GetTagsRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { taggedResource } from '../control/tags.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'GET', path: '/v2/tags/{ResourceArn}' };

/** GetTags: the tags of an API or a stage. */
export const getTags = defineOperation({
  name: 'GetTags',
  authorization: onPath(http),
  http,
  run: ({ store }: ApiGatewayState, input: GetTagsRequest) => ({
    Tags: taggedResource(store, input.ResourceArn).tags,
  }),
});
