import type { ExecutionCase, Json, RecordedEvent } from './cases.ts';
import type { Matcher } from './match.ts';

/** An event as GetExecutionHistory answers it. */
export interface AnsweredEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly [member: string]: unknown;
}

/** What differs between a history and its recording. */
export function eventDifferences(
  recording: ExecutionCase,
  events: readonly AnsweredEvent[],
  matcher: Matcher,
): string[] {
  const recorded = recording.expected.events;
  if (!recorded) return [];
  const got = asRecordedThen(recording, events.map(toRecorded));
  if (recording.eventsReordered) return reorderedDifferences(recorded, got, matcher);
  const types = (list: readonly RecordedEvent[]) => list.map((event) => event.type).join(' ');
  if (types(recorded) !== types(got))
    return [`events: expected ${types(recorded)}\n   got      ${types(got)}`];
  return recorded.flatMap((event, index) => {
    const answered = got[index] as RecordedEvent;
    return matcher.differences(event as unknown as Json, answered, `events/${event.id}`);
  });
}

/** The month since which a Map's exit follows the start of its Map Run; it followed the run's end before. */
const EXIT_FOLLOWS_START = '2024-12';

/** A history of today as AWS wrote it when the recording was made. */
function asRecordedThen(
  recording: ExecutionCase,
  events: readonly RecordedEvent[],
): readonly RecordedEvent[] {
  if (recording.recordedDate >= EXIT_FOLLOWS_START) return events;
  const ends = new Map(
    events
      .filter(({ type }) => type === 'MapRunSucceeded')
      .map(({ id, previousEventId }) => [previousEventId, id]),
  );
  return events.map((event) =>
    event.type === 'MapStateExited'
      ? { ...event, previousEventId: Number(ends.get(event.previousEventId) ?? event.previousEventId) }
      : event,
  );
}

function toRecorded(event: AnsweredEvent): RecordedEvent {
  const member = Object.keys(event).find((key) => key.endsWith('EventDetails'));
  const details = member === undefined ? {} : { [member]: event[member] as Json };
  return { id: event.id, previousEventId: event.previousEventId, type: event.type, details };
}

/** Side by side, in any order; the recorder lost how each Parallel ended, and the exits of inner ones. */
function reorderedDifferences(
  recorded: readonly RecordedEvent[],
  got: readonly RecordedEvent[],
  matcher: Matcher,
): string[] {
  const left = [...got];
  const missing = recorded.filter((event) => {
    const isMoved = typeof event.id === 'string' || event.previousEventId === 0;
    const found = left.findIndex(
      (candidate) =>
        candidate.type === event.type &&
        (isMoved || candidate.id === event.id) &&
        matcher.differences(event.details, candidate.details).length === 0,
    );
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
  const extra = left.filter((event) => !/^ParallelState(Succeeded|Failed|Exited)$/.test(event.type));
  return [
    ...missing.map((event) => `events: missing ${event.id} ${event.type}`),
    ...extra.map((event) => `events: too many: ${event.id} ${event.type}`),
  ];
}
