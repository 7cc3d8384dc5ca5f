import { QueryEvaluationError } from '../jsonata/template.ts';
import { IntrinsicError } from '../jsonpath/evaluate-intrinsic.ts';
import { ResultPathError } from '../jsonpath/path.ts';
import { PathError } from '../jsonpath/payload.ts';
import { StateError } from './errors.ts';
import type { Visit } from './model.ts';

/**
 * Whatever was thrown in a state, in the form that Retry, Catch and the history know. Throws on what is no fault of the
 * workflow.
 */
export function explain(visit: Visit, thrown: unknown): StateError {
  if (thrown instanceof StateError) return thrown;
  const name = errorName(thrown);
  if (!name) throw thrown;
  const where = `An error occurred while executing the state '${visit.state.name}' (entered at the event id #${visit.enteredEvent}).`;
  return new StateError(name, `${where} ${(thrown as Error).message}`);
}

/** AWS's name of what went wrong with a state's data; undefined for anything else. */
function errorName(thrown: unknown): string | undefined {
  if (thrown instanceof PathError) return 'States.Runtime';
  if (thrown instanceof IntrinsicError) return 'States.IntrinsicFailure';
  if (thrown instanceof ResultPathError) return 'States.ResultPathMatchFailure';
  return thrown instanceof QueryEvaluationError ? 'States.QueryEvaluationError' : undefined;
}
