import { AwsError } from '../core/errors.ts';

/** Input that CloudWatch Logs' rules refuse. */
export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

/** What a name or an id stands for is not there; `what` is e.g. `metric filter`. */
export const notFound = (what: string) =>
  new AwsError('ResourceNotFoundException', `The specified ${what} does not exist.`);

/** A log group that is not there. */
export const groupNotFound = () => notFound('log group');

/** A log stream that is not there. */
export const streamNotFound = () => notFound('log stream');

/** A name that is taken; `what` is e.g. `log stream`. */
export const alreadyExists = (what: string) =>
  new AwsError('ResourceAlreadyExistsException', `The specified ${what} already exists`);

/** A member whose meaning the embedded CloudWatch Logs lacks: named, never ignored. */
export const unsupported = (operation: string, what: string) =>
  new AwsError('NotImplemented', `The embedded AWS does not implement ${what} of ${operation}.`, 501);
