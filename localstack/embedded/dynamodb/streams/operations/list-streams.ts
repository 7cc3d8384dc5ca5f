import { defineOperation } from '../../../core/operation.ts';
import { onListed } from '../authorization.ts';
import { limitOf, type StreamsState } from '../state.ts';

/** ListStreams takes at most so many. */
const MOST = 100;

interface ListStreamsInput {
  readonly TableName?: string;
  readonly Limit?: number;
  readonly ExclusiveStartStreamArn?: string;
}

/** ListStreams: those of a table or of all, also of tables that are gone, until the last change is trimmed. */
export const listStreams = defineOperation({
  name: 'ListStreams',
  authorization: onListed,
  run({ streams }: StreamsState, input: ListStreamsInput) {
    const { TableName, ExclusiveStartStreamArn: start = '' } = input;
    const limit = limitOf(input.Limit, MOST);
    const found = streams
      .all()
      .map(({ state }) => state)
      .filter(({ arn, tableName }) => (TableName === undefined || tableName === TableName) && arn > start);
    const page = found.slice(0, limit);
    return {
      Streams: page.map(({ arn, label, tableName }) => ({
        StreamArn: arn,
        StreamLabel: label,
        TableName: tableName,
      })),
      ...(found.length > limit ? { LastEvaluatedStreamArn: page.at(-1)?.arn } : {}),
    };
  },
});
