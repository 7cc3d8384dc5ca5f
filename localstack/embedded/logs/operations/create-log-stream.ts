import { defineOperation } from '../../core/operation.ts';
import { onStream } from '../authorization.ts';
import { alreadyExists } from '../errors.ts';
import type { StreamReference } from '../model.ts';
import type { LogsState } from '../state.ts';

/** CreateLogStream: a stream under a name that is free in its group. */
export const createLogStream = defineOperation({
  name: 'CreateLogStream',
  authorization: onStream('CreateLogStream'),
  run(state: LogsState, input: StreamReference) {
    const { clock, random } = state.context;
    const { logStreamName } = input;
    const group = state.group(input);
    const events = state.events(group);
    if (events.streams.has(logStreamName)) throw alreadyExists('log stream');
    events.addStream({
      logStreamName,
      arn: `${group.arn}:log-stream:${logStreamName}`,
      creationTime: clock.now(),
      uploadSequenceToken: random.id(56),
      storedBytes: 0,
    });
    return {};
  },
});
