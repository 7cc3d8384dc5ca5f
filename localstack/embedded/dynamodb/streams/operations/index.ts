import type { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import type { OperationDeclaration } from '../../../core/operation.ts';
import type { StreamsState } from '../state.ts';
import { describeStream } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listStreams } from './list-streams.ts';

/** The names of DynamoDB Streams' operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof DynamoDBStreams, string>>;

/** The operations of DynamoDB Streams. */
export const declarations: readonly OperationDeclaration<StreamsState, OperationName>[] = [
  describeStream,
  getRecords,
  getShardIterator,
  listStreams,
];
