import { describe, expect, test } from 'vitest';
import { AwsError } from '../core/errors.ts';
import type { Service } from '../core/service.ts';
import { errorTypePrefix, queryErrorCode, queryErrorOf } from './error-names.ts';

const service = (name: string) => ({ name }) as Service;

describe('what stands before an error in __type', () => {
  test.each([
    ['dynamodb', 'ResourceNotFoundException', 'com.amazonaws.dynamodb.v20120810#'],
    ['sqs', 'QueueDoesNotExist', 'com.amazonaws.sqs#'],
    ['dynamodb', 'ValidationException', 'com.amazon.coral.validate#'],
    ['cognitoidentityprovider', 'NotAuthorizedException', ''],
    ['sfn', 'ValidationException', ''],
    ...[
      'UnrecognizedClientException',
      'InvalidSignatureException',
      'ExpiredTokenException',
      'MissingAuthenticationTokenException',
      'IncompleteSignatureException',
      'AccessDeniedException',
      'SerializationException',
      'UnknownOperationException',
      'InternalFailure',
    ].map((code) => ['sqs', code, 'com.amazon.coral.service#']),
  ])('of %s for %s is %j', (name = '', code = '', prefix) => {
    expect(errorTypePrefix(service(name), code)).toBe(prefix);
  });
});

describe('the name that an error has in the query protocol', () => {
  const prefixed = [
    'QueueDeletedRecently',
    'PurgeQueueInProgress',
    'MessageNotInflight',
    'EmptyBatchRequest',
    'TooManyEntriesInBatchRequest',
    'BatchEntryIdsNotDistinct',
    'BatchRequestTooLong',
    'InvalidBatchEntryId',
    'UnsupportedOperation',
  ].map((code) => ['sqs', code, `AWS.SimpleQueueService.${code}`]);

  test.each([
    ...prefixed,
    ['sqs', 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    ['sqs', 'QueueNameExists', 'QueueAlreadyExists'],
    ['sqs', 'KmsAccessDenied', 'KMS.AccessDeniedException'],
    ['sqs', 'KmsDisabled', 'KMS.DisabledException'],
    ['sqs', 'KmsInvalidState', 'KMS.KMSInvalidStateException'],
    ['sqs', 'KmsNotFound', 'KMS.NotFoundException'],
    ['sqs', 'KmsThrottled', 'KMS.ThrottlingException'],
    ['sqs', 'InvalidAttributeName', 'InvalidAttributeName'],
    ['cloudwatch', 'DashboardInvalidInputError', 'InvalidParameterInput'],
    ['cloudwatch', 'DashboardNotFoundError', 'ResourceNotFound'],
    ['cloudwatch', 'InvalidParameterValueException', 'InvalidParameterValue'],
    ['cloudwatch', 'MissingRequiredParameterException', 'MissingParameter'],
    ['cloudwatch', 'QueueDoesNotExist', 'QueueDoesNotExist'],
    ['iam', 'QueueDoesNotExist', 'QueueDoesNotExist'],
  ])('of %s for %s is %s', (name = '', code = '', old) => {
    expect(queryErrorCode(service(name), code)).toBe(old);
  });

  test('is told to clients of JSON and CBOR, with who is to blame', () => {
    const error = (status: number) => new AwsError('QueueDoesNotExist', 'No such queue.', status);
    expect(queryErrorOf(service('sqs'), error(499))).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
    expect(queryErrorOf(service('sqs'), error(500))).toBe('AWS.SimpleQueueService.NonExistentQueue;Receiver');
    expect(queryErrorOf(service('cloudwatch'), error(400))).toBe('QueueDoesNotExist;Sender');
    expect(queryErrorOf(service('iam'), error(400))).toBeUndefined();
  });
});
