import { textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { historyOf } from '../alarms/history.ts';
import { alarmArn } from '../authorization.ts';
import type { AlarmHistoryItem } from '../model.ts';
import type { CloudWatchState } from '../state.ts';
import { epochSeconds } from '../timestamp.ts';

interface DescribeAlarmHistoryInput {
  readonly AlarmName?: string;
  readonly AlarmTypes?: readonly string[];
  readonly HistoryItemType?: AlarmHistoryItem['HistoryItemType'];
  readonly StartDate?: unknown;
  readonly EndDate?: unknown;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  /** Default: `TimestampDescending`. */
  readonly ScanBy?: 'TimestampDescending' | 'TimestampAscending';
}

const PAGE = 100;

/** DescribeAlarmHistory: what happened to one alarm or to all, deleted ones included. */
export const describeAlarmHistory = defineOperation({
  name: 'DescribeAlarmHistory',
  authorization: ({ AlarmName }, place) => [
    { action: 'cloudwatch:DescribeAlarmHistory', resource: alarmArn(textOf(AlarmName) || '*', place) },
  ],
  run(state: CloudWatchState, input: DescribeAlarmHistoryInput) {
    const from = epochSeconds(input.StartDate, Number.NEGATIVE_INFINITY);
    const to = epochSeconds(input.EndDate, Number.POSITIVE_INFINITY);
    const wanted = historyOf(state, input.AlarmName).filter(
      ({ AlarmType, HistoryItemType, Timestamp }) =>
        (input.AlarmTypes?.includes(AlarmType) ?? true) &&
        (input.HistoryItemType ?? HistoryItemType) === HistoryItemType &&
        Timestamp >= from &&
        Timestamp <= to,
    );
    const ordered = input.ScanBy === 'TimestampAscending' ? wanted : wanted.toReversed();
    const start = Number(input.NextToken ?? 0);
    const end = start + (input.MaxRecords ?? PAGE);
    return {
      AlarmHistoryItems: ordered
        .slice(start, end)
        .map(({ Timestamp, ...item }) => ({ ...item, Timestamp: new Date(Timestamp * 1000) })),
      ...(ordered.length > end ? { NextToken: String(end) } : {}),
    };
  },
});
