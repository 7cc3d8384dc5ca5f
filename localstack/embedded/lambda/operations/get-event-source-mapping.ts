import { defineOperation } from '../../core/operation.ts';
import { onMapping } from '../authorization.ts';
import { findMapping, type MappingReference } from '../events/mappings.ts';
import type { LambdaState } from '../state.ts';

/** GetEventSourceMapping: one mapping. */
export const getEventSourceMapping = defineOperation({
  name: 'GetEventSourceMapping',
  authorization: onMapping('GetEventSourceMapping'),
  http: { method: 'GET', path: '/2015-03-31/event-source-mappings/{UUID}' },
  run: (state: LambdaState, { UUID }: MappingReference) => findMapping(state, UUID),
});
