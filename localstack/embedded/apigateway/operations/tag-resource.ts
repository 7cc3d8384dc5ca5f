import type { TagResourceRequest } from '@aws-sdk/client-apigatewayv2';
import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { taggedResource } from '../control/tags.ts';
import type { ApiGatewayState } from '../state.ts';

const http = { method: 'POST', path: '/v2/tags/{ResourceArn}', status: 201 };

/** TagResource: adds tags to an API or a stage. */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: TagResourceRequest) {
    const { tags, save } = taggedResource(store, input.ResourceArn);
    save({ ...tags, ...input.Tags });
    return {};
  },
});
