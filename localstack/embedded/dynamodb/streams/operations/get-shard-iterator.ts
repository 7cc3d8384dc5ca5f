import { defineOperation } from '../../../core/operation.ts';
import { onStream } from '../authorization.ts';
import { streamErrors } from '../errors.ts';
import { iteratorText, startOf } from '../iterators.ts';
import { findStream, type StreamsState } from '../state.ts';

interface GetShardIteratorInput {
  readonly StreamArn?: string;
  readonly ShardId?: string;
  readonly ShardIteratorType?: string;
  readonly SequenceNumber?: string;
}

/** GetShardIterator: a place to read a shard from. */
export const getShardIterator = defineOperation({
  name: 'GetShardIterator',
  authorization: onStream('GetShardIterator'),
  run(state: StreamsState, input: GetShardIteratorInput) {
    const stream = findStream(state, input.StreamArn);
    const { arn, shardId } = stream.state;
    if (input.ShardId !== shardId) throw streamErrors.shardNotFound();
    const position = startOf(stream, input.ShardIteratorType, input.SequenceNumber);
    const issuedAt = state.context.clock.now();
    return { ShardIterator: iteratorText({ streamArn: arn, shardId, position, issuedAt }) };
  },
});
