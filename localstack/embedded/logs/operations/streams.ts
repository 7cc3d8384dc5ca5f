import { alreadyExists, streamNotFound } from '../errors.ts';
import type { LogGroup, LogStream } from '../model.ts';
import { type LogsRoom, page } from '../room.ts';

interface StreamInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamName: string;
}

interface DescribeInput extends Partial<StreamInput> {
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: 'LogStreamName' | 'LastEventTime';
  readonly descending?: boolean;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** Log streams. */
export function streamOperations(room: LogsRoom) {
  return {
    CreateLogStream(input: StreamInput) {
      const group = room.group(input);
      const events = room.events(group);
      if (events.streams.has(input.logStreamName)) throw alreadyExists('log stream');
      events.addStream(newStream(room, group, input.logStreamName));
      return {};
    },
    DeleteLogStream(input: StreamInput) {
      const events = room.events(room.group(input));
      if (!events.streams.has(input.logStreamName)) throw streamNotFound();
      events.removeStream(input.logStreamName);
      return {};
    },
    DescribeLogStreams(input: DescribeInput) {
      const { streams } = room.events(room.group(input));
      const found = [...streams.values()].filter(({ logStreamName }) =>
        logStreamName.startsWith(input.logStreamNamePrefix ?? ''),
      );
      found.sort(
        input.orderBy === 'LastEventTime'
          ? (a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
          : (a, b) => (a.logStreamName < b.logStreamName ? -1 : 1),
      );
      if (input.descending) found.reverse();
      const { items, nextToken } = page(found, input);
      return { logStreams: items, nextToken };
    },
  };
}

function newStream(room: LogsRoom, group: LogGroup, logStreamName: string): LogStream {
  return {
    logStreamName,
    arn: `${group.arn}:log-stream:${logStreamName}`,
    creationTime: room.context.clock.now(),
    uploadSequenceToken: room.context.random.id(56),
    storedBytes: 0,
  };
}
