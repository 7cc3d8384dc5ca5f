import { AwsError } from '../core/errors.ts';

export const invalidValue = (message: string) => new AwsError('InvalidParameterValueException', message);

export const missingParameter = (name: string) =>
  new AwsError('MissingRequiredParameterException', `The parameter ${name} is required.`);

export const validationError = (message: string) => new AwsError('ValidationError', message);

export const resourceNotFound = (message: string) => new AwsError('ResourceNotFound', message, 404);

export const unknownResource = (arn: string) =>
  new AwsError('ResourceNotFoundException', `Unknown resource: ${arn}`, 404);

export const unsupported = (operation: string, what: string) =>
  new AwsError(
    'NotImplemented',
    `The embedded AWS does not implement ${what} of cloudwatch:${operation}.`,
    501,
  );
