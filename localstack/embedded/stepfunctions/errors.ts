import { AwsError } from '../core/errors.ts';
import type { Problem } from './definition/problems.ts';

/** The service's errors, in AWS's words (https://docs.aws.amazon.com/step-functions/latest/apireference/). */

export function validationException(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** One member that is not as the API model says. */
export function constraintFailed(member: string, value: string, constraint: string): AwsError {
  return validationException(
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

export function accessDenied(message: string): AwsError {
  return new AwsError('AccessDeniedException', message);
}

export function invalidDefinition(problems: readonly Problem[]): AwsError {
  const list = problems
    .map(({ code, message, location }) => `${code}: ${message} at ${location ?? null}`)
    .join(', ');
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${list}'`);
}

export function invalidName(name: string): AwsError {
  return new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

export function invalidArn(reason: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${reason}'`);
}

export function invalidToken(): AwsError {
  return new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}

export function invalidInput(reason: string): AwsError {
  return new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
}

export function invalidOutput(reason: string): AwsError {
  return new AwsError('InvalidOutput', `Invalid Output: '${reason}'`);
}

export function stateMachineDoesNotExist(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

export function stateMachineAlreadyExists(arn: string): AwsError {
  return new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
}

export function stateMachineTypeNotSupported(): AwsError {
  const message = 'This operation is not supported by this type of state machine';
  return new AwsError('StateMachineTypeNotSupported', message);
}

export function executionDoesNotExist(arn: string): AwsError {
  return new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

export function executionAlreadyExists(arn: string): AwsError {
  return new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
}

export function activityDoesNotExist(arn: string): AwsError {
  return new AwsError('ActivityDoesNotExist', `Activity does not exist: '${arn}'`);
}

export function resourceNotFound(arn?: string): AwsError {
  const message = arn ? `Resource not found: '${arn}'` : 'Request references a resource that does not exist.';
  return new AwsError('ResourceNotFound', message, 400, arn ? { resourceName: arn } : {});
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message);
}

/** A token whose task has ended, one way or another. */
export function taskTimedOut(): AwsError {
  return new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}

export function invalidLogging(reason: string): AwsError {
  return new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${reason}`);
}

export function missingRequiredParameter(message: string): AwsError {
  return new AwsError('MissingRequiredParameter', message);
}
