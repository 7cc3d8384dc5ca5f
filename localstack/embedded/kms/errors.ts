import { AwsError } from '../core/errors.ts';

/** KMS's errors, in its own words. */
export const kmsErrors = {
  keyNotFound: (arn: string) => new AwsError('NotFoundException', `Key '${arn}' does not exist`),
  aliasNotFound: (arn: string) => new AwsError('NotFoundException', `Alias ${arn} is not found.`),
  invalidArn: (what: string) => new AwsError('NotFoundException', `Invalid arn ${what}`),
  invalidKeyId: (keyId: string) => new AwsError('NotFoundException', `Invalid keyId '${keyId}'`),
  policyNotFound: () => new AwsError('NotFoundException', 'No such policy exists'),
  disabled: (arn: string) => new AwsError('DisabledException', `${arn} is disabled.`),
  pendingDeletion: (arn: string) => new AwsError('KMSInvalidStateException', `${arn} is pending deletion.`),
  notPendingDeletion: (arn: string) =>
    new AwsError('KMSInvalidStateException', `${arn} is not pending deletion.`),
  aliasExists: (arn: string) =>
    new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`),
  /** AWS says no more, so that nobody learns which part of a ciphertext was wrong. */
  invalidCiphertext: () => new AwsError('InvalidCiphertextException', ''),
  incorrectKey: () =>
    new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    ),
  malformedPolicy: (message: string) => new AwsError('MalformedPolicyDocumentException', message),
  awsManaged: (arn: string) =>
    new AwsError('AccessDeniedException', `${arn} is managed by AWS and cannot be changed.`),
  reservedAlias: () => new AwsError('NotAuthorizedException', ''),
  limitExceeded: (message: string) => new AwsError('LimitExceededException', message),
  dryRun: () =>
    new AwsError(
      'DryRunOperationException',
      'The request would have succeeded, but the DryRun option is set.',
      412,
    ),
  tags: (message: string) => new AwsError('TagException', message),
  validation: (message: string) => new AwsError('ValidationException', message),
};
