import { defineOperation } from '../../core/operation.ts';
import { onStream } from '../authorization.ts';
import { invalidParameter, streamNotFound } from '../errors.ts';
import { type LogEvent, MAX_EVENTS_READ, type StreamReference } from '../model.ts';
import { checkLimit, type PageInput } from '../paging.ts';
import type { LogsState } from '../state.ts';

interface GetLogEventsInput extends StreamReference, PageInput {
  /** Epoch milliseconds, inclusive. */
  readonly startTime?: number;
  /** Epoch milliseconds, exclusive. */
  readonly endTime?: number;
  readonly startFromHead?: boolean;
}

/** GetLogEvents: the events of one stream, with tokens to go on reading in both directions. */
export const getLogEvents = defineOperation({
  name: 'GetLogEvents',
  authorization: onStream('GetLogEvents'),
  run(state: LogsState, input: GetLogEventsInput) {
    checkLimit(input.limit);
    const events = state.events(state.group(input));
    if (!events.streams.has(input.logStreamName)) throw streamNotFound();
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = MAX_EVENTS_READ } = input;
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
  },
});

/** Tokens name the event next to which reading goes on, so that they stay right while events come and go. */
function bounds(
  all: readonly LogEvent[],
  { nextToken, startFromHead }: GetLogEventsInput,
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
