import { AwsError } from '../core/errors.ts';

/** SQS's errors, in its own words. */
export const sqsErrors = {
  queueDoesNotExist: () => new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', 400),
  missingParameter: (name: string) =>
    new AwsError('MissingParameter', `The request must contain the parameter ${name}.`, 400),
  invalidParameter: (message: string) => new AwsError('InvalidParameterValue', message, 400),
  invalidAttributeName: (name: string) =>
    new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`, 400),
  fifoOnly: (name: string) =>
    name === 'ContentBasedDeduplication'
      ? sqsErrors.invalidAttributeName(name)
      : new AwsError(
          'InvalidAttributeName',
          `You can specify the ${name} only when FifoQueue is set to true.`,
          400,
        ),
  resourceNotFound: (parameter: string) =>
    new AwsError(
      'ResourceNotFoundException',
      `The resource that you specified for the ${parameter} parameter doesn't exist.`,
      404,
    ),
  invalidAttributeValue: (name: string, reason?: string) =>
    new AwsError(
      'InvalidAttributeValue',
      `Invalid value for the parameter ${name}.${reason === undefined ? '' : ` Reason: ${reason}`}`,
      400,
    ),
  bothEncryptions: () =>
    new AwsError(
      'InvalidAttributeName',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
      400,
    ),
  receiptHandleInvalid: (handle: string) =>
    new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      400,
    ),
  receiptHandleExpired: (handle: string) =>
    sqsErrors.invalidParameter(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    ),
  tooLong: (limit: number) =>
    sqsErrors.invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    ),
  /** As `tooLong`, for an entry of a batch. */
  entryTooLong: (limit: number) =>
    sqsErrors.invalidParameter(
      `One or more parameters cannot be validated. Reason: Message must be shorter than ${limit} bytes.`,
    ),
};
