import type { State } from '../definition/model.ts';
import type { Frame, Visit } from '../executions/model.ts';
import { executeMockedMap } from '../test-state/mocked-map.ts';
import { executeChoice } from './choice.ts';
import { executeDistributedMap, isDistributed } from './distributed-map.ts';
import { executeFail } from './fail.ts';
import { executeMap, mapIterations } from './map.ts';
import { executeParallel, parallelBranches } from './parallel.ts';
import { executePass } from './pass.ts';
import type { Engine, Nested, Outcome } from './step.ts';
import { executeTask } from './task.ts';
import { executeWait } from './wait.ts';

/** Executes the state being visited, by its type. */
export function execute(engine: Engine, frame: Frame, visit: Visit): Promise<Outcome> | Outcome {
  const { state } = visit;
  switch (state.type) {
    case 'Pass':
      return executePass({ engine, frame, visit, state });
    case 'Succeed':
      return { kind: 'done' };
    case 'Fail':
      return executeFail({ engine, frame, visit, state });
    case 'Choice':
      return executeChoice({ engine, frame, visit, state });
    case 'Wait':
      return executeWait({ engine, frame, visit, state });
    case 'Task':
      return executeTask({ engine, frame, visit, state });
    case 'Parallel':
      return executeParallel({ engine, frame, visit, state });
    case 'Map':
      if (frame.execution.probe?.settings.mock) return executeMockedMap({ engine, frame, visit, state });
      return isDistributed(state)
        ? executeDistributedMap({ engine, frame, visit, state })
        : executeMap({ engine, frame, visit, state });
  }
}

/** What a state does with the frames that run inside it; undefined for a state without any. */
export function nestedOf(state: State): Nested | undefined {
  if (state.type === 'Parallel') return parallelBranches;
  return state.type === 'Map' ? mapIterations : undefined;
}
