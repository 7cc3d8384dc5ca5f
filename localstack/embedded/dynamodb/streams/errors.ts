import { AwsError } from '../../core/errors.ts';

/** The errors of DynamoDB Streams, in its own words. */
export const streamErrors = {
  streamNotFound: (arn: string) =>
    new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`),
  shardNotFound: () =>
    new AwsError('ResourceNotFoundException', 'Requested resource not found: Shard does not exist'),
  validation: (message: string) => new AwsError('ValidationException', message),
  trimmed: () =>
    new AwsError(
      'TrimmedDataAccessException',
      'The operation attempted to read past the oldest stream record in a shard.',
    ),
  expiredIterator: () =>
    new AwsError(
      'ExpiredIteratorException',
      'The provided iterator exceeds the maximum age allowed. Iterators expire 15 minutes after they were issued.',
    ),
};
