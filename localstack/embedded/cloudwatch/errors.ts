import { AwsError } from '../core/errors.ts';

export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message);

export const missingParameter = (name: string) =>
  new AwsError('MissingParameter', `The parameter ${name} is required.`);

export const validationError = (message: string) => new AwsError('ValidationError', message);

export const resourceNotFound = (message: string) => new AwsError('ResourceNotFound', message, 404);

export const unsupported = (operation: string, what: string) =>
  new AwsError(
    'NotImplemented',
    `The embedded AWS does not implement ${what} of cloudwatch:${operation}.`,
    501,
  );
