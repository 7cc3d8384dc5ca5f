import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../core/context.ts';
import type { Assignment, Block, MapState, State } from '../definition/model.ts';
import type { StateError } from '../executions/errors.ts';
import type { EventDetails } from '../executions/history.ts';
import type { Batch, MapRun } from '../executions/map-run.ts';
import type { Execution, Frame, TaskOutcome, Visit } from '../executions/model.ts';
import type { Datum, Json } from '../json.ts';
import type { Template } from '../jsonata/template.ts';
import type { TaskInvoker } from '../tasks/invoker.ts';

/** What executing a state came to: a result, or something to wait for. */
export type Outcome = typeof WAITING | Done;

/** The state waits for a timer, a task or its children; whoever ends the wait calls {@link Engine.resume}. */
export const WAITING = { kind: 'waiting' } as const;

/** The state has come to its end. */
export interface Done {
  readonly kind: 'done';
  /** Absent where the state has none of its own: its input goes on. */
  readonly result?: Json;
  /** The result as text too, where that is at hand. */
  readonly datum?: Datum;
  /** A choice rule's own way on, instead of the state's. */
  readonly way?: Way;
}

/** Where a choice rule leads, and what it does on the way. */
export interface Way {
  readonly next: string;
  readonly output: Template | undefined;
  readonly assign: Assignment | undefined;
  /** How the rule's fields are called in an error, e.g. `Choices[0]/`. */
  readonly prefix: string;
}

/** How a Map Run is to go. */
export type MapRunPlan = Pick<
  MapRun,
  'totalItems' | 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage' | 'waiting'
>;

/** What the state types need of the interpreter. */
export interface Engine {
  readonly clock: Clock;
  readonly random: Pick<Random, 'number' | 'uuid' | 'bytes'>;
  readonly functions: Readonly<Record<string, unknown>>;
  readonly region: string;
  readonly invoke: TaskInvoker;
  /** Adds an event after the frame's last one, and makes it the last one. Answers its id. */
  record(frame: Frame, type: string, details?: EventDetails): number;
  /** Adds an event that later ones do not follow. */
  note(frame: Frame, previousEventId: number, type: string, details?: EventDetails): number;
  /** Goes on with a waiting state: `work` says what came of it, or throws. Nothing happens when it is too late. */
  resume(frame: Frame, visit: Visit, attempt: number, work: () => Promise<Outcome> | Outcome): void;
  /** Runs a branch or iteration from its first state. */
  begin(frame: Frame, input: Datum): void;
  /** Stops a frame and all within it, with the events that AWS sends of it. */
  abort(frame: Frame, previousEventId: number): void;
  /** A task's token, by which {@link TaskOutcome} comes back. */
  issueToken(frame: Frame, visit: Visit): string;
  /** Lets a task end with the execution that it started, by that execution's ARN. */
  follow(executionArn: string, frame: Frame, visit: Visit): void;
  /** Remembers a new run of a Distributed Map, which has no child executions yet. */
  startMapRun(parent: Execution, state: MapState, plan: MapRunPlan): MapRun;
  /** Starts a child execution of a Map Run; `closed` is called once, when it has ended. */
  startChild(run: MapRun, batch: Batch, block: Block, closed: (child: Execution) => void): void;
  /** Aborts a child execution that still runs. */
  stopChild(child: Execution): void;
  /** Whether there is an activity of that ARN. */
  hasActivity(arn: string): boolean;
  /** Offers a task to whoever polls the activity. */
  offerActivity(arn: string, input: string, frame: Frame, visit: Visit): void;
}

/** One execution of one state. */
export interface Step<Type extends State = State> {
  readonly engine: Engine;
  readonly frame: Frame;
  readonly visit: Visit;
  readonly state: Type;
}

/** What a Parallel or Map does when one of its frames has ended. */
export interface Nested {
  succeeded(engine: Engine, parent: Frame, visit: Visit, child: Frame, output: Datum): void;
  failed(engine: Engine, parent: Frame, visit: Visit, child: Frame, error: StateError): void;
}
