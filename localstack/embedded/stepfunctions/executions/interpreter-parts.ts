import type { UnexpectedErrors } from '../../core/unexpected-errors.ts';
import type { Engine } from '../states/step.ts';
import type { HistoryEvent } from './history.ts';
import type { Execution } from './model.ts';
import type { Tokens } from './tokens.ts';

/** What an interpreter is made of: what it hands on to the state types, and who hears what happens. */
export interface InterpreterParts
  extends Pick<
    Engine,
    | 'clock'
    | 'random'
    | 'functions'
    | 'region'
    | 'invoke'
    | 'hasActivity'
    | 'offerActivity'
    | 'follow'
    | 'startMapRun'
    | 'startChild'
  > {
  readonly tokens: Tokens;
  /** Called with each event of an execution's history. */
  recorded(execution: Execution, event: HistoryEvent): void;
  /** Called whenever a state is entered, or tried again. */
  transitioned(execution: Execution): void;
  /** Called once for each execution, when it has closed. */
  closed(execution: Execution): void;
  /** Receives what an execution failed by that is no error of its own. */
  readonly unexpected: Pick<UnexpectedErrors, 'report'>;
}
