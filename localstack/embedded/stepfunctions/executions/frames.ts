import type { State } from '../definition/model.ts';
import type { Datum } from '../json.ts';
import type { Done } from '../states/step.ts';
import type { Execution, ExecutionStatus, Frame, Visit } from './model.ts';

/** The states that AWS records as aborted: those in which an execution waits. */
export const ABORTABLE = new Set(['Task', 'Wait', 'Map', 'Parallel']);

/** The event that closes an execution, by its status. */
export const CLOSING = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

/** How an execution ends. */
export interface Closing {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly output?: Datum;
}

/** AWS's limit on an Express execution, in seconds. */
const LONGEST_EXPRESS = 300;

/** The seconds after which an execution times out; undefined for never. */
export function longestOf({ machine, revision }: Execution): number | undefined {
  const { timeoutSeconds } = machine;
  return revision.type === 'EXPRESS'
    ? Math.min(timeoutSeconds ?? LONGEST_EXPRESS, LONGEST_EXPRESS)
    : timeoutSeconds;
}

/** The frame of an execution that has not begun. */
export function newFrame(execution: Execution): Frame {
  return {
    execution,
    block: execution.machine,
    parent: undefined,
    index: 0,
    item: undefined,
    variables: execution.probe?.variables ?? {},
    lastEvent: 0,
    visit: undefined,
    stopped: false,
  };
}

/** A stay in a state that was just entered. */
export function newVisit(
  state: State,
  input: Datum,
  enteredEvent: number,
  enteredFrom: number,
  enteredTime: number,
): Visit {
  return {
    state,
    input,
    enteredEvent,
    enteredFrom,
    enteredTime,
    attempt: 0,
    retries: undefined,
    timers: [],
    token: undefined,
    submitted: false,
    early: undefined,
    beat: undefined,
    children: undefined,
    mapRun: undefined,
  };
}

/** Where a state that has done its work leads; undefined ends the block. */
export function nextOf(state: State, outcome: Done): string | undefined {
  return outcome.way ? outcome.way.next : state.next;
}

/** Lets go of everything that a closed execution still waits for. */
export function stopSilently(frame: Frame, release: (visit: Visit) => void): void {
  const { visit } = frame;
  frame.visit = undefined;
  frame.stopped = true;
  if (!visit) return;
  release(visit);
  for (const child of visit.children?.running ?? []) stopSilently(child, release);
}
