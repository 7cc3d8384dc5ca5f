import type { PassState } from '../definition/model.ts';
import { effectivePathInput } from './data.ts';
import type { Outcome, Step } from './step.ts';

/** Pass: hands its input on; in JSONPath perhaps with a fixed `Result`. */
export function executePass({ frame, visit, state }: Step<PassState>): Outcome {
  if (!state.paths) return { kind: 'done' };
  return { kind: 'done', result: state.result ?? effectivePathInput(frame, visit) };
}
