import type { AwsError } from '../../core/errors.ts';
import { invalidParameter } from '../errors.ts';
import type { LambdaState } from '../state.ts';

/** What a function's role may do with the stream that it is mapped to. */
const ACTIONS = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'];

/**
 * Lambda refuses a mapping to a stream that is not there, or that the function's role may not read.
 *
 * @throws InvalidParameterValueException
 */
export async function requireReadableStream(
  { context, functions }: LambdaState,
  streamArn: string,
  functionArn: string,
): Promise<void> {
  const { configuration } = functions.resolve(functionArn);
  const { principal } = context.credentials.assumeRole(configuration.Role, configuration.FunctionName);
  const needs = ACTIONS.map((action) => ({ action: `dynamodb:${action}`, resource: streamArn }));
  if (!context.permissions.allowsAll(principal, needs)) {
    throw invalidParameter(
      `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`,
    );
  }
  try {
    await context.call('dynamodbstreams', 'DescribeStream', { StreamArn: streamArn }, principal);
  } catch (error) {
    if ((error as AwsError).code !== 'ResourceNotFoundException') throw error;
    throw invalidParameter(`Stream not found: ${streamArn}`);
  }
}

/** Lambda refuses a destination for failures that the function's role may not write to. Throws InvalidParameterValueException. */
export function requireWritableDestination(
  { context, functions }: LambdaState,
  destination: string | undefined,
  functionArn: string,
): void {
  if (!destination) return;
  const { configuration } = functions.resolve(functionArn);
  const { principal } = context.credentials.assumeRole(configuration.Role, configuration.FunctionName);
  if (context.permissions.allowsAll(principal, [{ action: 'sqs:SendMessage', resource: destination }])) {
    return;
  }
  throw invalidParameter('The provided execution role does not have permissions to call SendMessage on SQS');
}
