import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { mappedFunctionArn } from '../events/mappings.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { LambdaState } from '../state.ts';

interface ListEventSourceMappingsInput extends PageInput {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
}

/** ListEventSourceMappings: the mappings of a function or of a queue, or all. */
export const listEventSourceMappings = defineOperation({
  name: 'ListEventSourceMappings',
  authorization: onAll('ListEventSourceMappings'),
  http: {
    method: 'GET',
    path: '/2015-03-31/event-source-mappings',
    query: { ...PAGE_QUERY, EventSourceArn: 'EventSourceArn', FunctionName: 'FunctionName' },
  },
  run(state: LambdaState, input: ListEventSourceMappingsInput) {
    const wanted =
      input.FunctionName === undefined ? undefined : mappedFunctionArn(state, input.FunctionName);
    const all = [...state.mappings.values()].filter(
      ({ EventSourceArn, FunctionArn }) =>
        (input.EventSourceArn === undefined || EventSourceArn === input.EventSourceArn) &&
        (wanted === undefined || FunctionArn === wanted),
    );
    const { items, NextMarker } = page(all, input);
    return { EventSourceMappings: items, NextMarker };
  },
});
