import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { invalidParameter } from '../errors.ts';
import { parseFilterPattern } from '../filter-patterns/filter-pattern.ts';
import { type GroupReference, MAX_EVENTS_READ } from '../model.ts';
import { checkLimit, type PageInput, page } from '../paging.ts';
import type { LogsState } from '../state.ts';

interface FilterLogEventsInput extends GroupReference, PageInput {
  /** Epoch milliseconds, inclusive. */
  readonly startTime?: number;
  /** Epoch milliseconds, inclusive here. */
  readonly endTime?: number;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly filterPattern?: string;
}

/** FilterLogEvents: the events of a group that match a pattern. */
export const filterLogEvents = defineOperation({
  name: 'FilterLogEvents',
  authorization: onGroup('FilterLogEvents'),
  run(state: LogsState, input: FilterLogEventsInput) {
    const {
      startTime = 0,
      endTime = Number.POSITIVE_INFINITY,
      logStreamNames,
      logStreamNamePrefix = '',
    } = input;
    checkLimit(input.limit);
    if (input.nextToken !== undefined && !/^\d+$/.test(input.nextToken)) {
      throw invalidParameter('The specified nextToken is invalid.');
    }
    const { matches } = parseFilterPattern(input.filterPattern ?? '');
    const found = state
      .events(state.group(input))
      .select(
        ({ timestamp, stream, message }) =>
          timestamp >= startTime &&
          timestamp <= endTime &&
          (logStreamNames === undefined || logStreamNames.includes(stream)) &&
          stream.startsWith(logStreamNamePrefix) &&
          matches(message),
      );
    const { items, nextToken } = page(found, { limit: MAX_EVENTS_READ, ...input });
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
  },
});
