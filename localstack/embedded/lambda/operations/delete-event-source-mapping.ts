import { defineOperation } from '../../core/operation.ts';
import { onMapping } from '../authorization.ts';
import { findMapping, type MappingReference } from '../events/mappings.ts';
import type { LambdaState } from '../state.ts';

/** DeleteEventSourceMapping: ends a mapping once the messages or records under way are done with. */
export const deleteEventSourceMapping = defineOperation({
  name: 'DeleteEventSourceMapping',
  authorization: onMapping('DeleteEventSourceMapping'),
  http: { method: 'DELETE', path: '/2015-03-31/event-source-mappings/{UUID}', status: 202 },
  async run(state: LambdaState, { UUID }: MappingReference) {
    const { context, consumers, streams, mappings, mappingTags } = state;
    const mapping = findMapping(state, UUID);
    mappings.delete(UUID);
    mappingTags.delete(UUID);
    streams.forget(UUID);
    context.clock.background(() => consumers.stop(UUID), `Ending the mapping ${UUID}`);
    return { ...mapping, State: 'Deleting' };
  },
});
