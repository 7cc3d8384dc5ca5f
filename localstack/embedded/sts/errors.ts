import { AwsError } from '../core/errors.ts';
import type { Principal } from '../core/service.ts';

/** The errors of https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html that STS answers with here. */
export const stsErrors = {
  /** STS says the same of a role that does not exist. */
  mayNotAssume: (principal: Principal, roleArn: string) =>
    new AwsError(
      'AccessDenied',
      `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    ),
  unknownKey: () =>
    new AwsError(
      'InvalidClientTokenId',
      'The X.509 certificate or AWS access key ID provided does not exist in our records.',
      403,
    ),
  validation: (message: string) => new AwsError('ValidationError', message, 400),
};
