/** One event of an execution's history, in the shape of GetExecutionHistory. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly type: string;
  /** The one member that holds the event's details, e.g. `taskScheduledEventDetails`; absent where AWS sends none. */
  readonly member?: string;
  readonly details?: EventDetails;
}

/** Details as AWS sends them; data (`input`, `output`, …) is JSON text that events share. */
export type EventDetails = Readonly<Record<string, unknown>>;

/** AWS's limit on the events of one Standard execution. */
export const HISTORY_LIMIT = 25_000;

const DETAILS: Readonly<Record<string, string>> = {
  ExecutionStarted: 'executionStartedEventDetails',
  ExecutionSucceeded: 'executionSucceededEventDetails',
  ExecutionFailed: 'executionFailedEventDetails',
  ExecutionAborted: 'executionAbortedEventDetails',
  ExecutionTimedOut: 'executionTimedOutEventDetails',
  EvaluationFailed: 'evaluationFailedEventDetails',
  TaskScheduled: 'taskScheduledEventDetails',
  TaskStarted: 'taskStartedEventDetails',
  TaskSubmitted: 'taskSubmittedEventDetails',
  TaskSucceeded: 'taskSucceededEventDetails',
  TaskFailed: 'taskFailedEventDetails',
  TaskTimedOut: 'taskTimedOutEventDetails',
  LambdaFunctionScheduled: 'lambdaFunctionScheduledEventDetails',
  LambdaFunctionSucceeded: 'lambdaFunctionSucceededEventDetails',
  LambdaFunctionFailed: 'lambdaFunctionFailedEventDetails',
  LambdaFunctionTimedOut: 'lambdaFunctionTimedOutEventDetails',
  ActivityScheduled: 'activityScheduledEventDetails',
  ActivityStarted: 'activityStartedEventDetails',
  ActivitySucceeded: 'activitySucceededEventDetails',
  ActivityFailed: 'activityFailedEventDetails',
  ActivityTimedOut: 'activityTimedOutEventDetails',
  MapStateStarted: 'mapStateStartedEventDetails',
  MapRunStarted: 'mapRunStartedEventDetails',
  MapRunFailed: 'mapRunFailedEventDetails',
  MapIterationStarted: 'mapIterationStartedEventDetails',
  MapIterationSucceeded: 'mapIterationSucceededEventDetails',
  MapIterationFailed: 'mapIterationFailedEventDetails',
  MapIterationAborted: 'mapIterationAbortedEventDetails',
};

/** The member of an event that holds its details; states of every type share two. */
export function detailsMember(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  const member = DETAILS[type];
  if (!member) throw new Error(`No event details are known for ${type}`);
  return member;
}

const NOT_TRUNCATED = { truncated: false };
const DATA_FIELDS = ['input', 'output', 'assignedVariables'];

/** An event as GetExecutionHistory answers it; without the data where that was not asked for. */
export function describeEvent(event: HistoryEvent, includeData: boolean): Record<string, unknown> {
  const { id, previousEventId, type } = event;
  const described: Record<string, unknown> = {
    timestamp: new Date(event.timestamp),
    type,
    id,
    previousEventId,
  };
  if (!event.member || !event.details) return described;
  const details: Record<string, unknown> = { ...event.details };
  for (const field of DATA_FIELDS) {
    if (details[field] === undefined) continue;
    if (includeData) details[`${field}Details`] = NOT_TRUNCATED;
    else delete details[field];
  }
  if (!includeData) delete details.parameters;
  described[event.member] = details;
  return described;
}
