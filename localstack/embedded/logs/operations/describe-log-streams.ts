import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import type { GroupReference } from '../model.ts';
import { type PageInput, page } from '../paging.ts';
import type { LogsState } from '../state.ts';

interface DescribeLogStreamsInput extends GroupReference, PageInput {
  readonly logStreamNamePrefix?: string;
  /** Default: `LogStreamName`. */
  readonly orderBy?: 'LogStreamName' | 'LastEventTime';
  readonly descending?: boolean;
}

/** DescribeLogStreams: the streams of a group, by name or by their latest events. */
export const describeLogStreams = defineOperation({
  name: 'DescribeLogStreams',
  authorization: onGroup('DescribeLogStreams'),
  run(state: LogsState, input: DescribeLogStreamsInput) {
    if (input.logGroupName !== undefined && input.logGroupIdentifier !== undefined) {
      throw new AwsError(
        'ValidationException',
        'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
      );
    }
    const { streams } = state.events(state.group(input));
    const found = [...streams.values()].filter(({ logStreamName }) =>
      logStreamName.startsWith(input.logStreamNamePrefix ?? ''),
    );
    found.sort(
      input.orderBy === 'LastEventTime'
        ? (a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
        : (a, b) => (a.logStreamName < b.logStreamName ? -1 : 1),
    );
    if (input.descending) found.reverse();
    const { items, nextToken } = page(found, input);
    return { logStreams: items, nextToken };
  },
});
