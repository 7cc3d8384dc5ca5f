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
  const got = events.map(toRecorded);
  if (recording.eventsReordered) return reorderedDifferences(recorded, got, matcher);
  const types = (list: readonly RecordedEvent[]) => list.map((event) => event.type).join(' ');
  if (types(recorded) !== types(got))
    return [`events: expected ${types(recorded)}\n   got      ${types(got)}`];
  return recorded.flatMap((event, index) => {
    const answered = got[index] as RecordedEvent;
    return matcher.differences(event as unknown as Json, answered, `events/${event.id}`);
  });
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
