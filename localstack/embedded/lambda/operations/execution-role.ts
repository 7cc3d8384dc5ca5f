import { invalidParameter } from '../errors.ts';
import type { LambdaRoom } from '../room.ts';

/** A function is not given a role that Lambda could not take. Throws InvalidParameterValueException. */
export function requireAssumable({ context }: LambdaRoom, roleArn: string): void {
  if (context.permissions.canAssume(roleArn, 'lambda.amazonaws.com')) return;
  throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
}
