import { AwsError } from '../core/errors.ts';

/** Input that the scheduler's rules refuse. */
export const validation = (message: string) => new AwsError('ValidationException', message, 400);

/** A name that names nothing; `what` is e.g. `Schedule hourly`. */
export const notFound = (what: string) =>
  new AwsError('ResourceNotFoundException', `${what} does not exist.`, 404);

/** A name that is taken; `what` as in {@link notFound}. */
export const conflict = (what: string) => new AwsError('ConflictException', `${what} already exists.`, 409);

/** A feature that the embedded scheduler lacks: named, never ignored. */
export const unsupported = (what: string) =>
  new AwsError('NotImplemented', `The embedded AWS does not implement ${what} of scheduler.`, 501);
