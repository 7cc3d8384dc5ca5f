import type { EmbeddedContext } from '../core/context.ts';
import type { Activities } from './activities.ts';
import type { Interpreter } from './executions/interpreter.ts';
import type { MapRunStore } from './executions/map-run.ts';
import type { Execution } from './executions/model.ts';
import type { ExecutionStore } from './executions/store.ts';
import type { Tokens } from './executions/tokens.ts';
import type { MachineStore } from './machines/store.ts';
import type { StateTestParts } from './test-state/state-tests.ts';

/** What the operations of Step Functions work on. */
export interface StepFunctionsState {
  readonly context: EmbeddedContext;
  readonly machines: MachineStore;
  readonly executions: ExecutionStore;
  readonly mapRuns: MapRunStore;
  readonly interpreter: Interpreter;
  /** What an interpreter of one state alone is made of. */
  readonly parts: StateTestParts;
  readonly tokens: Tokens;
  readonly activities: Activities;
  /** Calls back once the execution has closed; at once where it has. */
  whenClosed(execution: Execution, callback: (execution: Execution) => void): void;
}
