import { IntrinsicError } from '../jsonpath/evaluate-intrinsic.ts';
import { ResultPathError } from '../jsonpath/path.ts';
import { PathError } from '../jsonpath/payload.ts';

/** AWS's name of an error of JSONPath or intrinsic functions; undefined for any other. */
export function pathErrorName(thrown: unknown): string | undefined {
  if (thrown instanceof PathError) return 'States.Runtime';
  if (thrown instanceof IntrinsicError) return 'States.IntrinsicFailure';
  return thrown instanceof ResultPathError ? 'States.ResultPathMatchFailure' : undefined;
}
