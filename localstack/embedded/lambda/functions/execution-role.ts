import { LAMBDA } from '../authorization.ts';
import { invalidParameter } from '../errors.ts';
import type { LambdaState } from '../state.ts';

/** Throws InvalidParameterValueException for a role that Lambda could not take. */
export function requireAssumable({ context }: LambdaState, roleArn: string): void {
  if (context.permissions.canAssume(roleArn, LAMBDA)) return;
  throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
}
