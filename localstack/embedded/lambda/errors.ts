import { AwsError } from '../core/errors.ts';

/** A function, version or alias that is not there. */
export function functionNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404, { Type: 'User' });
}

/** Anything else of a function that is not there. */
export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404, { Type: 'User' });
}

/** A value that Lambda's rules refuse. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, 400, { Type: 'User' });
}

/** A value that the API's model does not allow. */
export function validationFailed(message: string): AwsError {
  return new AwsError('ValidationException', `1 validation error detected: ${message}`, 400);
}

/** What is there already, or under way. */
export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', message, 409, { Type: 'User' });
}

/** A member whose meaning the embedded Lambda lacks: named, never ignored. */
export function unsupported(operation: string, member: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `The embedded AWS does not implement ${member} of lambda:${operation}.`,
    501,
  );
}

/** No concurrency is left; `reason` as AWS names it. */
export function throttled(reason: string): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: reason, Type: 'User' });
}
