import { invalidParameter, streamNotFound } from '../errors.ts';
import { parseFilterPattern } from '../filter-pattern.ts';
import type { LogEvent } from '../model.ts';
import { type LogsRoom, page } from '../room.ts';

interface Range {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  /** Epoch milliseconds, inclusive. */
  readonly startTime?: number;
  /** Epoch milliseconds, exclusive for GetLogEvents and inclusive for FilterLogEvents. */
  readonly endTime?: number;
  readonly nextToken?: string;
  readonly limit?: number;
}

interface GetInput extends Range {
  readonly logStreamName: string;
  readonly startFromHead?: boolean;
}

interface FilterInput extends Range {
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly filterPattern?: string;
}

/** AWS's cap of events in one answer. */
const MAX_EVENTS = 10_000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export function getLogEvents(room: LogsRoom) {
  return (input: GetInput) => {
    const events = room.events(room.group(input));
    if (!events.streams.has(input.logStreamName)) throw streamNotFound();
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = MAX_EVENTS } = input;
    const all = events.select(
      ({ stream, timestamp }) =>
        stream === input.logStreamName && timestamp >= startTime && timestamp < endTime,
    );
    const [start, end] = bounds(all, input, limit);
    const shown = all.slice(start, end);
    const before = shown[0]?.sequence ?? all[start]?.sequence ?? Number.MAX_SAFE_INTEGER;
    const after = shown.at(-1)?.sequence ?? all[start - 1]?.sequence ?? 0;
    return {
      events: shown.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: `f/${after}`,
      nextBackwardToken: `b/${before}`,
    };
  };
}

/** Tokens name the event next to which reading goes on, so that they stay right while events come and go. */
function bounds(
  all: readonly LogEvent[],
  { nextToken, startFromHead }: GetInput,
  limit: number,
): [number, number] {
  if (nextToken === undefined) {
    return startFromHead ? [0, limit] : [Math.max(0, all.length - limit), all.length];
  }
  const [direction, sequence] = nextToken.split('/');
  if ((direction !== 'f' && direction !== 'b') || !/^\d+$/.test(sequence ?? '')) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  if (direction === 'f') {
    const start = all.findLastIndex((event) => event.sequence <= Number(sequence)) + 1;
    return [start, start + limit];
  }
  const end = all.findIndex((event) => event.sequence >= Number(sequence));
  return end < 0 ? [Math.max(0, all.length - limit), all.length] : [Math.max(0, end - limit), end];
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export function filterLogEvents(room: LogsRoom) {
  return (input: FilterInput) => {
    const {
      startTime = 0,
      endTime = Number.POSITIVE_INFINITY,
      logStreamNames,
      logStreamNamePrefix = '',
    } = input;
    const matches = parseFilterPattern(input.filterPattern ?? '');
    const found = room
      .events(room.group(input))
      .select(
        ({ timestamp, stream, message }) =>
          timestamp >= startTime &&
          timestamp <= endTime &&
          (logStreamNames === undefined || logStreamNames.includes(stream)) &&
          stream.startsWith(logStreamNamePrefix) &&
          matches(message),
      );
    const { items, nextToken } = page(found, { limit: MAX_EVENTS, ...input });
    return {
      events: items.map(({ stream, timestamp, message, ingestionTime, sequence }) => ({
        logStreamName: stream,
        timestamp,
        message,
        ingestionTime,
        eventId: String(sequence).padStart(56, '0'),
      })),
      searchedLogStreams: [],
      nextToken,
    };
  };
}
