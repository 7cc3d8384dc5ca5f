import { AwsError } from '../core/errors.ts';

/** Cognito's answer to input that its rules refuse. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** Cognito's answer wherever credentials, codes or states do not allow the call. */
export function notAuthorized(message: string): AwsError {
  return new AwsError('NotAuthorizedException', message);
}

/** A wrong password and, where a client hides who exists, an unknown user: the same words for both. */
export function wrongCredentials(): AwsError {
  return notAuthorized('Incorrect username or password.');
}

/** A pool, client, group, domain or resource server that is not there. */
export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

/** A user that is not there. */
export function userNotFound(): AwsError {
  return new AwsError('UserNotFoundException', 'User does not exist.');
}

/** A feature of Cognito that the embedded one lacks: named, never ignored. */
export function unsupported(feature: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `The embedded AWS does not implement cognito-idp's ${feature}. See docs/SUPPORT.md for what it does.`,
    501,
  );
}

/** Fails where a required member is missing, with AWS's own words. */
export function required<T>(value: T | null | undefined, member: string): T {
  if (value === undefined || value === null || value === '') {
    throw invalidParameter(
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
}
