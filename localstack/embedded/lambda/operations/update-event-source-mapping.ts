import { defineOperation } from '../../core/operation.ts';
import { onMapping } from '../authorization.ts';
import { validateMapping } from '../events/mapping-rules.ts';
import {
  findMapping,
  type MappingInput,
  type MappingReference,
  mappedFunctionArn,
  mappingMembers,
  putMapping,
} from '../events/mappings.ts';
import { requireWritableDestination } from '../events/stream-access.ts';
import type { LambdaState } from '../state.ts';

/** UpdateEventSourceMapping: changes the members that are sent. */
export const updateEventSourceMapping = defineOperation({
  name: 'UpdateEventSourceMapping',
  authorization: onMapping('UpdateEventSourceMapping'),
  http: { method: 'PUT', path: '/2015-03-31/event-source-mappings/{UUID}', status: 202 },
  run(state: LambdaState, input: MappingInput & MappingReference) {
    const { FunctionName, Enabled } = input;
    const known = findMapping(state, input.UUID);
    validateMapping('UpdateEventSourceMapping', input, known);
    requireWritableDestination(state, input.DestinationConfig?.OnFailure?.Destination, known.FunctionArn);
    const State = Enabled === undefined ? known.State : Enabled ? 'Enabled' : 'Disabled';
    return putMapping(state, {
      ...known,
      ...mappingMembers(input),
      ...(FunctionName === undefined ? {} : { FunctionArn: mappedFunctionArn(state, FunctionName) }),
      LastModified: state.context.clock.now() / 1000,
      State,
    });
  },
});
