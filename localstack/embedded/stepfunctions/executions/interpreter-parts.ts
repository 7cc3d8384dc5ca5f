import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../core/context.ts';
import type { UnexpectedErrors } from '../../core/unexpected-errors.ts';
import type { Block, MapState } from '../definition/model.ts';
import type { MapRunPlan } from '../states/step.ts';
import type { TaskInvoker } from '../tasks/invoker.ts';
import type { HistoryEvent } from './history.ts';
import type { Batch, MapRun } from './map-run.ts';
import type { Execution, Frame, Visit } from './model.ts';
import type { Tokens } from './tokens.ts';

/** What an interpreter is made of. */
export interface InterpreterParts {
  readonly clock: Clock;
  readonly random: Pick<Random, 'number' | 'uuid' | 'bytes'>;
  readonly functions: Readonly<Record<string, unknown>>;
  readonly region: string;
  readonly invoke: TaskInvoker;
  readonly tokens: Tokens;
  hasActivity(arn: string): boolean;
  offerActivity(arn: string, input: string, frame: Frame, visit: Visit): void;
  follow(executionArn: string, frame: Frame, visit: Visit): void;
  startMapRun(parent: Execution, state: MapState, plan: MapRunPlan): MapRun;
  startChild(run: MapRun, batch: Batch, block: Block, closed: (child: Execution) => void): void;
  /** Called with each event of an execution's history. */
  recorded(execution: Execution, event: HistoryEvent): void;
  /** Called whenever a state is entered, or tried again. */
  transitioned(execution: Execution): void;
  /** Called once for each execution, when it has closed. */
  closed(execution: Execution): void;
  /** Receives what an execution failed by that is no error of its own. */
  readonly unexpected: Pick<UnexpectedErrors, 'report'>;
}
