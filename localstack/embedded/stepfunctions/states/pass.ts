import type { PassState } from '../definition/model.ts';
import { effectivePathInput } from './data.ts';
import type { Outcome, Step } from './step.ts';

/** Pass: hands its input on; in JSONPath perhaps with a fixed `Result`. */
export function executePass({ engine, frame, visit, state }: Step<PassState>): Outcome {
  if (!state.paths) return { kind: 'done' };
  if (state.result === undefined) return { kind: 'done', result: effectivePathInput(engine, frame, visit) };
  frame.execution.probe?.inspect('result', state.result);
  return { kind: 'done', result: state.result };
}
