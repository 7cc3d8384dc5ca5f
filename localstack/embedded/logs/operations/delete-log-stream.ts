import { defineOperation } from '../../core/operation.ts';
import { onStream } from '../authorization.ts';
import { streamNotFound } from '../errors.ts';
import type { StreamReference } from '../model.ts';
import type { LogsState } from '../state.ts';

/** DeleteLogStream: a stream with its events. */
export const deleteLogStream = defineOperation({
  name: 'DeleteLogStream',
  authorization: onStream('DeleteLogStream'),
  run(state: LogsState, input: StreamReference) {
    const events = state.events(state.group(input));
    if (!events.streams.has(input.logStreamName)) throw streamNotFound();
    events.removeStream(input.logStreamName);
    return {};
  },
});
