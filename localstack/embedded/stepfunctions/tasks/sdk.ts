import { AwsError } from '../../core/errors.ts';
import { StateError } from '../executions/errors.ts';
import { isObject, type Json } from '../json.ts';

/** How the SDK for Java names a service, for `aws-sdk:` errors. */
const SDK_NAMES: Readonly<Record<string, string>> = {
  apigatewayv2: 'ApiGatewayV2',
  cloudwatch: 'CloudWatch',
  cloudwatchlogs: 'CloudWatchLogs',
  cognitoidentityprovider: 'CognitoIdentityProvider',
  dynamodb: 'DynamoDb',
  dynamodbstreams: 'DynamoDbStreams',
  iam: 'Iam',
  lambda: 'Lambda',
  s3: 'S3',
  scheduler: 'Scheduler',
  sfn: 'Sfn',
  sqs: 'Sqs',
  sts: 'Sts',
};

/** How Step Functions' own integrations name a service in errors, and in their causes. */
const OPTIMIZED_NAMES: Readonly<Record<string, { prefix: string; general: string; service: string }>> = {
  dynamodb: { prefix: 'DynamoDB', general: 'AmazonDynamoDBException', service: 'AmazonDynamoDBv2' },
  lambda: { prefix: 'Lambda', general: 'AWSLambdaException', service: 'AWSLambda' },
  sqs: { prefix: 'SQS', general: 'AmazonSQSException', service: 'AmazonSQS' },
  sfn: { prefix: 'StepFunctions', general: 'AWSStepFunctionsException', service: 'AWSStepFunctions' },
};

/** Errors that no service's API model names: the SDKs throw their general exception for these. */
const UNMODELLED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'IncompleteSignature',
  'InternalFailure',
  'InvalidClientTokenId',
  'MissingParameter',
  'NotImplemented',
  'SignatureDoesNotMatch',
  'ThrottlingException',
  'UnrecognizedClientException',
  'ValidationError',
  'ValidationException',
]);

/** Services whose model does name `ValidationException`. */
const MODEL_VALIDATION = new Set(['cognitoidentityprovider', 'scheduler', 'sfn']);

function isModelled(service: string, code: string): boolean {
  if (code === 'ValidationException') return MODEL_VALIDATION.has(service);
  return !UNMODELLED.has(code);
}

/** The error of an `aws-sdk:` task, worded as by the SDK for Java 2. */
export function sdkError(service: string, thrown: unknown, requestId: string): unknown {
  if (!(thrown instanceof AwsError)) return thrown;
  const name = SDK_NAMES[service] ?? service;
  // Java's class names end in Exception, whatever the API's own code.
  const exception = thrown.code.endsWith('Exception') ? thrown.code : `${thrown.code}Exception`;
  const error = isModelled(service, thrown.code) ? exception : `${name}Exception`;
  const cause = `${thrown.message} (Service: ${name}, Status Code: ${thrown.status}, Request ID: ${requestId})`;
  return new StateError(`${name}.${error}`, cause);
}

/** The error of one of Step Functions' own integrations, worded as by the SDK for Java 1. */
export function optimizedError(service: string, thrown: unknown, requestId: string): unknown {
  if (!(thrown instanceof AwsError)) return thrown;
  const {
    prefix,
    general,
    service: name,
  } = OPTIMIZED_NAMES[service] ?? { prefix: service, general: 'Exception', service };
  const error = isModelled(service, thrown.code) ? thrown.code : general;
  const details = `Service: ${name}; Status Code: ${thrown.status}; Error Code: ${thrown.code}`;
  return new StateError(
    `${prefix}.${error}`,
    `${thrown.message} (${details}; Request ID: ${requestId}; Proxy: null)`,
  );
}

/** Services whose JSON has its members in camelCase, while Step Functions writes them in PascalCase. */
const CAMEL_CASE = new Set(['cloudwatchlogs', 'sfn']);

/** `Arguments` as the service's API wants them. */
export function toApi(service: string, input: Json): object {
  if (!isObject(input))
    throw new StateError('States.Runtime', 'The Arguments of a service integration must be an object');
  return CAMEL_CASE.has(service)
    ? (rename(input, (key) => key.charAt(0).toLowerCase() + key.slice(1)) as object)
    : input;
}

/** A service's answer as Step Functions shows it: members in PascalCase, times as text, bytes as base64. */
export function fromApi(service: string, output: unknown): Json {
  const json = plain(output);
  return CAMEL_CASE.has(service) ? rename(json, (key) => key.charAt(0).toUpperCase() + key.slice(1)) : json;
}

function rename(value: Json, change: (key: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => rename(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [change(key), rename(member, change)]),
  );
}

function plain(value: unknown): Json {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
  }
  return value === undefined ? null : (value as Json);
}

/** What Step Functions' own integrations add to an answer: how it travelled. */
export function metadata(
  requestId: string,
  contentType: string,
  length: number,
  date: number,
): Record<string, Json> {
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(length),
    'Content-Type': contentType,
    Date: new Date(date).toUTCString(),
    'x-amzn-RequestId': requestId,
  };
  const all = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    SdkHttpMetadata: { AllHttpHeaders: all, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
