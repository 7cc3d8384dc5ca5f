import { AwsError } from '../core/errors.ts';

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

export const groupNotFound = () =>
  new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');

export const streamNotFound = () =>
  new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');

export const alreadyExists = (what: string) =>
  new AwsError('ResourceAlreadyExistsException', `The specified ${what} already exists`);
