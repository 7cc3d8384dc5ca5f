import type { Timer } from '../../clock/clock.ts';
import type { Block, Machine, State } from '../definition/model.ts';
import type { Datum, Json } from '../json.ts';
import type { MachineRevision } from '../machines/model.ts';
import type { Probe } from '../test-state/probe.ts';
import type { HistoryEvent } from './history.ts';

/** AWS's names of where an execution stands. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One execution of a state machine: what is known of it, and where it stands. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** The machine as it was when the execution started. */
  readonly revision: MachineRevision;
  readonly machine: Machine;
  /** The version or alias that was started, where one was. */
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  readonly input: Datum;
  /** Milliseconds since the epoch. */
  readonly startDate: number;
  readonly traceHeader: string | undefined;
  /** The run of a Distributed Map that started it, and the items it works on. */
  readonly mapRun?: { readonly arn: string; readonly items: number };
  /** Set where one state is run alone, by TestState. */
  readonly probe?: Probe;
  status: ExecutionStatus;
  stopDate: number | undefined;
  output: Datum | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** Undefined once it was let go of, long after the execution closed. */
  events: HistoryEvent[] | undefined;
  /** Where a running execution stands; undefined once it has closed. */
  root: Frame | undefined;
  /** Fires at the machine's TimeoutSeconds. */
  timeout: Timer | undefined;
}

/**
 * One run through a block of states: the machine itself, a branch, or an iteration. Together with its
 * {@link Visit} this is all there is of a waiting execution: no promise and no stack is kept for it.
 */
export interface Frame {
  readonly execution: Execution;
  readonly block: Block;
  /** The frame whose Parallel or Map this is a part of. */
  readonly parent: Frame | undefined;
  /** The branch's or item's place in that state. */
  readonly index: number;
  /** The item, in an iteration. */
  readonly item: Json | undefined;
  /** Variables assigned in this block; those of the frames around it can be read too. */
  variables: Readonly<Record<string, Json>>;
  /** The event that the next one follows. */
  lastEvent: number;
  /** The state being executed. Whoever comes back from waiting and finds another one here is too late. */
  visit: Visit | undefined;
  /** Set once nothing that still goes on in it counts any more. */
  stopped: boolean;
}

/** One stay in a state, over all its retries. */
export interface Visit {
  readonly state: State;
  readonly input: Datum;
  readonly enteredEvent: number;
  /** What the Entered event followed: an expression that fails at once follows it too. */
  readonly enteredFrom: number;
  readonly enteredTime: number;
  /** Counts executions of the state, so that the answer to an abandoned one is recognized. */
  attempt: number;
  /** How often each retrier has retried. */
  retries: number[] | undefined;
  timers: Timer[];
  /** The token that finishes the task, while it waits for one. */
  token: string | undefined;
  /** Whether the call that hands the token out has answered. */
  submitted: boolean;
  /** What a task token brought before the call that was to hand it out had answered. */
  early: TaskOutcome | undefined;
  /** Restarts the heartbeat's timer. */
  beat: (() => void) | undefined;
  /** The branches or iterations under way. */
  children: Children | undefined;
  /** The run under way, in a Distributed Map. */
  mapRun: MapRun | undefined;
}

/** How a task ended, by token or activity. */
export type TaskOutcome =
  | { readonly kind: 'success'; readonly output: Datum }
  | { readonly kind: 'failure'; readonly error: string | undefined; readonly cause: string | undefined };

/** The frames of a Parallel or Map, and what they have brought so far. */
export interface Children {
  readonly running: Set<Frame>;
  readonly results: (Json | undefined)[];
  /** A Map's items that were not started yet. */
  readonly waiting: { readonly index: number; readonly value: Json }[];
  failed: number;
  /** The failures that a Map may have; undefined where none is allowed. */
  readonly tolerated: ((failed: number) => boolean) | undefined;
}

/** AWS's names of where a Map Run stands. */
export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** What one child execution of a Map Run works on. */
export interface Batch {
  /** The batch's place in the results. */
  readonly index: number;
  readonly input: Json;
  /** How many items it holds. */
  readonly items: number;
}

/** One run of a Distributed Map: the child executions of its items. */
export interface MapRun {
  readonly arn: string;
  /** The execution whose Map state it is. */
  readonly parent: Execution;
  /** `MACHINE/LABEL`, which names the child executions' machine. */
  readonly machine: string;
  readonly executionType: 'STANDARD' | 'EXPRESS';
  readonly startDate: number;
  totalItems: number;
  status: MapRunStatus;
  stopDate: number | undefined;
  /** The child executions that run side by side; 0 sets no limit. */
  maxConcurrency: number;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
  readonly waiting: Batch[];
  readonly children: Map<Execution, Batch>;
  /** The child executions under way, and the items of those that did not succeed: counted, as there may be many. */
  running: number;
  failedItems: number;
  readonly results: (Json | undefined)[];
  /** Goes on as the limits allow now; set by the state whose run it is. */
  proceed: () => void;
}
