import { AwsError } from '../core/errors.ts';

export const validation = (message: string) => new AwsError('ValidationException', message, 400);

export const notFound = (what: string) =>
  new AwsError('ResourceNotFoundException', `${what} does not exist.`, 404);

export const conflict = (what: string) => new AwsError('ConflictException', `${what} already exists.`, 409);

export const unsupported = (what: string) =>
  new AwsError('NotImplemented', `The embedded AWS does not implement ${what} of scheduler.`, 501);
