import { type NeedsOf, textOf } from '../../core/authorization.ts';
import { streamArnOf } from './iterators.ts';

// The shapes of https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html: the streams'
// operations are actions of DynamoDB, on the resource `stream`.

/** `action` on the stream of `StreamArn`. */
export const onStream =
  (action: string): NeedsOf =>
  ({ StreamArn }) => [{ action: `dynamodb:${action}`, resource: textOf(StreamArn) }];

/** GetRecords, on the stream that the iterator reads. */
export const onIterator: NeedsOf = ({ ShardIterator }) => [
  { action: 'dynamodb:GetRecords', resource: streamArnOf(textOf(ShardIterator)) },
];

/** ListStreams: on the streams of a table where one is named, else on everything. */
export const onListed: NeedsOf = ({ TableName }, { region, accountId }) => {
  const table = textOf(TableName);
  const resource = table === '' ? '*' : `arn:aws:dynamodb:${region}:${accountId}:table/${table}/stream/*`;
  return [{ action: 'dynamodb:ListStreams', resource }];
};
