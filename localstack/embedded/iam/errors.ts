import { AwsError } from '../core/errors.ts';

/** IAM's errors, worded as IAM words them. */
export const noSuchRole = (name: string) =>
  new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);

export const noSuchPolicy = (arn: string) =>
  new AwsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);

/** IAM calls the policy that is to be a boundary a scope. */
export const noSuchBoundary = (arn: string) =>
  new AwsError('NoSuchEntity', `Scope ARN: ${arn} does not exist or is not attachable.`, 404);

export const noBoundary = (roleName: string) =>
  new AwsError('NoSuchEntity', `The role with name ${roleName} has no permissions boundary.`, 404);

export const noSuchRolePolicy = (policyName: string) =>
  new AwsError('NoSuchEntity', `The role policy with name ${policyName} cannot be found.`, 404);

export const notAttached = (arn: string) => new AwsError('NoSuchEntity', `Policy ${arn} was not found.`, 404);

export const noSuchVersion = (arn: string, version: string) =>
  new AwsError('NoSuchEntity', `Policy ${arn} version ${version} does not exist or is not attachable.`, 404);

export const roleExists = (name: string) =>
  new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);

export const policyExists = (name: string) =>
  new AwsError(
    'EntityAlreadyExists',
    `A policy called ${name} already exists. Duplicate names are not allowed.`,
    409,
  );

export const deleteConflict = (message: string) => new AwsError('DeleteConflict', message, 409);

export const limitExceeded = (message: string) => new AwsError('LimitExceeded', message, 409);

export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocument', message, 400);

export const validationError = (message: string) => new AwsError('ValidationError', message, 400);
