import { AwsError } from '../core/errors.ts';

/** A value that CloudWatch's rules refuse. */
export const invalidValue = (message: string) => new AwsError('InvalidParameterValueException', message);

/** A parameter that must be there. */
export const missingParameter = (name: string) =>
  new AwsError('MissingRequiredParameterException', `The parameter ${name} is required.`);

/** A value that the API's model does not allow. */
export const validationError = (message: string) => new AwsError('ValidationError', message);

/** An alarm that is not there. */
export const resourceNotFound = (message: string) => new AwsError('ResourceNotFound', message, 404);

/** An ARN that names nothing that has tags. */
export const unknownResource = (arn: string) =>
  new AwsError('ResourceNotFoundException', `Unknown resource: ${arn}`, 404);

/** A dashboard that is not there. */
export const dashboardNotFound = (name: string) =>
  new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, 404);

/** A dashboard whose name or body CloudWatch does not take. */
export const invalidDashboard = (message: string) => new AwsError('DashboardInvalidInputError', message);

/** A member whose meaning the embedded CloudWatch lacks: named, never ignored. */
export const unsupported = (operation: string, what: string) =>
  new AwsError(
    'NotImplemented',
    `The embedded AWS does not implement ${what} of cloudwatch:${operation}.`,
    501,
  );
