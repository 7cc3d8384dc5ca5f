import type { AwsError } from '../core/errors.ts';
import type { Service } from '../core/service.ts';

/** Errors that AWS's common web framework raises before a service sees the call; they carry its namespace. */
const FRAMEWORK_ERRORS = new Set([
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'ExpiredTokenException',
  'MissingAuthenticationTokenException',
  'IncompleteSignatureException',
  'AccessDeniedException',
  'SerializationException',
  'UnknownOperationException',
  'InternalFailure',
]);

const SERVICE_NAMESPACE: Readonly<Record<string, string>> = {
  dynamodb: 'com.amazonaws.dynamodb.v20120810#',
  dynamodbstreams: 'com.amazonaws.dynamodb.v20120810#',
  sqs: 'com.amazonaws.sqs#',
};

/** What stands before the error's name in `__type`: DynamoDB and SQS qualify it, Cognito and others do not. */
export function errorTypePrefix(service: Service, code: string): string {
  const namespace = SERVICE_NAMESPACE[service.name];
  if (namespace === undefined) return '';
  if (code === 'ValidationException') return 'com.amazon.coral.validate#';
  return FRAMEWORK_ERRORS.has(code) ? 'com.amazon.coral.service#' : namespace;
}

/** The names that SQS's errors had in its query protocol, which old callers still match on. */
const SQS_QUERY_ERRORS: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
  KmsAccessDenied: 'KMS.AccessDeniedException',
  KmsDisabled: 'KMS.DisabledException',
  KmsInvalidState: 'KMS.KMSInvalidStateException',
  KmsNotFound: 'KMS.NotFoundException',
  KmsThrottled: 'KMS.ThrottlingException',
};

/** CloudWatch's, likewise. */
const CLOUDWATCH_QUERY_ERRORS: Readonly<Record<string, string>> = {
  DashboardInvalidInputError: 'InvalidParameterInput',
  DashboardNotFoundError: 'ResourceNotFound',
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
};

/** The value of `x-amzn-query-error`, for a service that was moved from the query protocol to JSON or CBOR. */
export function queryErrorOf(service: Service, error: AwsError): string | undefined {
  if (service.name !== 'sqs' && service.name !== 'cloudwatch') return undefined;
  return `${queryErrorCode(service, error.code)};${error.status < 500 ? 'Sender' : 'Receiver'}`;
}

/** The name of an error in the query protocol. */
export function queryErrorCode(service: Service, code: string): string {
  if (service.name === 'cloudwatch') return CLOUDWATCH_QUERY_ERRORS[code] ?? code;
  return (service.name === 'sqs' ? SQS_QUERY_ERRORS[code] : undefined) ?? code;
}
