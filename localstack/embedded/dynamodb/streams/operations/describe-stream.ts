import { defineOperation } from '../../../core/operation.ts';
import { onStream } from '../authorization.ts';
import { streamErrors } from '../errors.ts';
import { sequenceNumber } from '../sequence.ts';
import { findStream, limitOf, type StreamsState } from '../state.ts';
import type { Stream } from '../stream.ts';

/** DescribeStream answers at most so many shards. */
const MOST = 100;

interface DescribeStreamInput {
  readonly StreamArn?: string;
  readonly Limit?: number;
  readonly ExclusiveStartShardId?: string;
  readonly ShardFilter?: { readonly Type?: string; readonly ShardId?: string };
}

/** DescribeStream: a stream with its shards. */
export const describeStream = defineOperation({
  name: 'DescribeStream',
  authorization: onStream('DescribeStream'),
  run(state: StreamsState, input: DescribeStreamInput) {
    const stream = findStream(state, input.StreamArn);
    limitOf(input.Limit, MOST);
    const { arn, label, viewType, createdAt, endedAt, tableName, keySchema } = stream.state;
    return {
      StreamDescription: {
        StreamArn: arn,
        StreamLabel: label,
        StreamStatus: endedAt === undefined ? 'ENABLED' : 'DISABLED',
        StreamViewType: viewType,
        CreationRequestDateTime: createdAt / 1000,
        TableName: tableName,
        KeySchema: keySchema,
        Shards: shardsAfter(stream, input),
      },
    };
  },
});

/** The one shard, which has no children; none after it. */
function shardsAfter(
  stream: Stream,
  { ExclusiveStartShardId: start = '', ShardFilter }: DescribeStreamInput,
): object[] {
  const { shardId, endedAt } = stream.state;
  if (ShardFilter) {
    const { Type, ShardId } = ShardFilter;
    if (Type !== 'CHILD_SHARDS' || ShardId === undefined) {
      throw streamErrors.validation(
        'ShardFilter must have the Type CHILD_SHARDS and the ShardId of a parent shard',
      );
    }
    if (ShardId !== shardId) throw streamErrors.shardNotFound();
    return [];
  }
  if (start >= shardId) return [];
  const closed = endedAt === undefined ? {} : { EndingSequenceNumber: sequenceNumber(stream.next - 1) };
  return [
    { ShardId: shardId, SequenceNumberRange: { StartingSequenceNumber: sequenceNumber(0), ...closed } },
  ];
}
