import { defineOperation } from '../../../core/operation.ts';
import type { Call } from '../../../core/service.ts';
import { onIterator } from '../authorization.ts';
import { streamErrors } from '../errors.ts';
import { iteratorText, parseIterator } from '../iterators.ts';
import { recordOf, type StreamRecord } from '../record.ts';
import { limitOf, type StreamsState } from '../state.ts';

/** GetRecords answers at most so many records. */
const MOST = 1_000;
/** And at most so many bytes of them, but always one record. */
const MOST_BYTES = 1024 * 1024;

/** The sessions under which Lambda reads streams. */
const LAMBDA_READER = /:assumed-role\/.*\/awslambda_\d+_\d+$/;

interface GetRecordsInput {
  readonly ShardIterator?: string;
  readonly Limit?: number;
}

/** GetRecords: what follows in a shard, and an iterator for what comes after it, until the shard ends. */
export const getRecords = defineOperation({
  name: 'GetRecords',
  authorization: onIterator,
  run({ context, streams }: StreamsState, input: GetRecordsInput, { principal }: Call) {
    const issuedAt = context.clock.now();
    const { streamArn, shardId, position } = parseIterator(input.ShardIterator, issuedAt);
    const limit = limitOf(input.Limit, MOST);
    const stream = streams.find(streamArn);
    if (!stream) throw streamErrors.streamNotFound(streamArn);
    if (shardId !== stream.state.shardId) throw streamErrors.shardNotFound();
    const Records: StreamRecord[] = [];
    let bytes = 0;
    let next = position;
    for (const [at, change] of stream.from(position)) {
      const record = recordOf(stream.state, at, change, context.region);
      bytes += record.dynamodb.SizeBytes;
      if (Records.length === limit || (bytes > MOST_BYTES && Records.length > 0)) break;
      Records.push(record);
      next = at + 1;
    }
    // What Lambda itself reads for a mapping is not billed (https://aws.amazon.com/dynamodb/pricing/on-demand/).
    if (!LAMBDA_READER.test(principal.arn)) {
      context.meter.add('dynamodbstreams', 'readRequests', stream.state.tableName, 1);
    }
    const isAtEnd = stream.state.endedAt !== undefined && next >= stream.next;
    return {
      Records,
      ...(isAtEnd
        ? {}
        : { NextShardIterator: iteratorText({ streamArn, shardId, position: next, issuedAt }) }),
    };
  },
});
