import { AwsError } from '../core/errors.ts';
import type { Problem } from './definition/problems.ts';

/** The service's errors, in AWS's words (https://docs.aws.amazon.com/step-functions/latest/apireference/). */

/** What the API model or AWS's own rules do not allow. */
export function validationException(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** One member that is not as the API model says. */
export function constraintFailed(member: string, value: string, constraint: string): AwsError {
  return validationException(
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** Where the machine's role may not do what the machine needs. */
export function accessDenied(message: string): AwsError {
  return new AwsError('AccessDeniedException', message);
}

/** A definition with all that is wrong with it. */
export function invalidDefinition(problems: readonly Problem[]): AwsError {
  const list = problems
    .map(({ code, message, location }) => `${code}: ${message} at ${location ?? null}`)
    .join(', ');
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${list}'`);
}

/** A name with characters that AWS refuses. */
export function invalidName(name: string): AwsError {
  return new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** An ARN that is none, or of another kind. */
export function invalidArn(reason: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${reason}'`);
}

/** A task token, or one of a listing, that was never issued. */
export function invalidToken(): AwsError {
  return new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}

/** An execution's input that is no JSON, or too long. */
export function invalidInput(reason: string): AwsError {
  return new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
}

/** A task's output that is no JSON. */
export function invalidOutput(reason: string): AwsError {
  return new AwsError('InvalidOutput', `Invalid Output: '${reason}'`);
}

/** No state machine, version or alias of that ARN. */
export function stateMachineDoesNotExist(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** A state machine of that name with other settings. */
export function stateMachineAlreadyExists(arn: string): AwsError {
  return new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
}

/** What Express or Standard machines alone can do. */
export function stateMachineTypeNotSupported(): AwsError {
  const message = 'This operation is not supported by this type of state machine';
  return new AwsError('StateMachineTypeNotSupported', message);
}

/** No execution of that ARN, or none any more. */
export function executionDoesNotExist(arn: string): AwsError {
  return new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

/** An execution of that name with another input, or that has ended. */
export function executionAlreadyExists(arn: string): AwsError {
  return new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
}

/** No activity of that ARN. */
export function activityDoesNotExist(arn: string): AwsError {
  return new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
}

/** No resource of that ARN, or of one in the request. */
export function resourceNotFound(arn?: string): AwsError {
  const message = arn ? `Resource not found: '${arn}'` : 'Request references a resource that does not exist.';
  return new AwsError('ResourceNotFound', message, 400, arn ? { resourceName: arn } : {});
}

/** A change that contradicts what there is. */
export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message);
}

/** A token whose task has ended, one way or another. */
export function taskTimedOut(): AwsError {
  return new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}

/** Logging that cannot be carried out as it is set. */
export function invalidLogging(reason: string): AwsError {
  return new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${reason}`);
}

/** A request without any of the members of which it needs one. */
export function missingRequiredParameter(message: string): AwsError {
  return new AwsError('MissingRequiredParameter', message);
}
