import type { ParallelState } from '../definition/model.ts';
import type { Frame } from '../executions/model.ts';
import type { Json } from '../json.ts';
import { effectiveInput } from './data.ts';
import { type Nested, type Outcome, type Step, WAITING } from './step.ts';

/** Parallel: runs its branches side by side, each with the same input. */
export async function executeParallel(step: Step<ParallelState>): Promise<Outcome> {
  const { engine, frame, visit, state } = step;
  const { probe } = frame.execution;
  if (probe?.settings.mock) return { kind: 'done', result: probe.settings.mock() };
  const input = await effectiveInput(engine, frame, visit);
  const started = engine.record(frame, 'ParallelStateStarted');
  const frames = state.branches.map(
    (block, index): Frame => ({
      execution: frame.execution,
      block,
      parent: frame,
      index,
      item: undefined,
      variables: {},
      lastEvent: started,
      visit: undefined,
      stopped: false,
    }),
  );
  visit.children = { running: new Set(frames), results: [], waiting: [], failed: 0, tolerated: undefined };
  for (const branch of frames) engine.begin(branch, input);
  return WAITING;
}

/** A Parallel ends with its last branch, or with the first that fails. */
export const parallelBranches: Nested = {
  succeeded(engine, parent, visit, branch, output) {
    const { children } = visit;
    if (!children) return;
    children.results[branch.index] = output.value;
    children.running.delete(branch);
    parent.lastEvent = branch.lastEvent;
    if (children.running.size > 0) return;
    engine.resume(parent, visit, visit.attempt, () => {
      engine.note(parent, parent.lastEvent, 'ParallelStateSucceeded');
      return { kind: 'done', result: children.results as Json[] };
    });
  },
  failed(engine, parent, visit, branch, error) {
    const running = visit.children?.running ?? new Set();
    visit.children = undefined;
    parent.lastEvent = branch.lastEvent;
    engine.abort(branch, parent.lastEvent);
    for (const other of running) if (other !== branch) engine.abort(other, parent.lastEvent);
    engine.resume(parent, visit, visit.attempt, () => {
      throw error;
    });
  },
};
