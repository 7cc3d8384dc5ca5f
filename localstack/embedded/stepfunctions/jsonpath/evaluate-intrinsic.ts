import type { Json } from '../json.ts';
import type { Argument, IntrinsicCall } from './intrinsic.ts';
import { ArgumentFault, format, INTRINSICS, type IntrinsicRandom } from './intrinsic-functions.ts';
import { follow, type Path, type PathScope } from './path.ts';

/** What intrinsic functions read and draw from. */
export interface IntrinsicScope extends PathScope {
  readonly random: IntrinsicRandom;
}

/** A call that has no result: `States.IntrinsicFailure`. */
export class IntrinsicError extends Error {}

/** Called for a path that names nothing. */
export type MissingPath = (path: Path) => Error;

/** Calls an intrinsic function. Throws {@link IntrinsicError}, and what `missing` makes of a path that names nothing. */
export function evaluateIntrinsic(call: IntrinsicCall, scope: IntrinsicScope, missing: MissingPath): Json {
  try {
    const [first, ...rest] = call.arguments;
    if (call.name === 'Format') {
      const values = rest.map((argument) => evaluateArgument(argument, scope, missing, true));
      // The template's own escapes are read with its braces; one that comes from data has none.
      const template = first && evaluateArgument(first, scope, missing, false);
      return format(first?.kind === 'value' ? template : escaped(template), values);
    }
    const values = call.arguments.map((argument) => evaluateArgument(argument, scope, missing, true));
    return INTRINSICS[call.name](values, scope.random);
  } catch (error) {
    if (!(error instanceof ArgumentFault)) throw error;
    throw new IntrinsicError(`Invalid arguments in States.${call.name}: ${error.message}`);
  }
}

function evaluateArgument(
  argument: Argument,
  scope: IntrinsicScope,
  missing: MissingPath,
  hasEscapes: boolean,
): Json {
  if (argument.kind === 'call') return evaluateIntrinsic(argument, scope, missing);
  if (argument.kind === 'path') {
    const found = follow(argument.path, scope);
    if (found === undefined) throw missing(argument.path);
    return found;
  }
  const { value } = argument;
  return hasEscapes && typeof value === 'string' ? value.replaceAll(/\\(['{}\\])/g, '$1') : value;
}

function escaped(template: Json | undefined): Json | undefined {
  return typeof template === 'string' ? template.replaceAll('\\', '\\\\') : template;
}
