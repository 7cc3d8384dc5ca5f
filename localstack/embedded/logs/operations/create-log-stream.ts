import { defineOperation } from '../../core/operation.ts';
import { onStream } from '../authorization.ts';
import { alreadyExists, invalidParameter } from '../errors.ts';
import type { StreamReference } from '../model.ts';
import type { LogsState } from '../state.ts';

/** CreateLogStream: a stream under a name that is free in its group. */
export const createLogStream = defineOperation({
  name: 'CreateLogStream',
  authorization: onStream('CreateLogStream'),
  run(state: LogsState, input: StreamReference) {
    const { clock, random } = state.context;
    const { logStreamName } = input;
    if (typeof logStreamName !== 'string' || !/^[^:*]{1,512}$/.test(logStreamName)) {
      throw invalidParameter(
        `1 validation error detected: Value '${logStreamName}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`,
      );
    }
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
