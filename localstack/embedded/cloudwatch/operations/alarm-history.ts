import { historyOf } from '../alarm-history.ts';
import type { AlarmHistoryItem } from '../model.ts';
import { type CloudWatchRoom, epochSeconds } from '../room.ts';

interface HistoryInput {
  readonly AlarmName?: string;
  readonly AlarmTypes?: readonly string[];
  readonly HistoryItemType?: AlarmHistoryItem['HistoryItemType'];
  readonly StartDate?: unknown;
  readonly EndDate?: unknown;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  readonly ScanBy?: 'TimestampDescending' | 'TimestampAscending';
}

const PAGE = 100;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export function describeAlarmHistory(room: CloudWatchRoom) {
  return (input: HistoryInput) => {
    const from = epochSeconds(input.StartDate, Number.NEGATIVE_INFINITY);
    const to = epochSeconds(input.EndDate, Number.POSITIVE_INFINITY);
    const wanted = historyOf(room, input.AlarmName).filter(
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
  };
}
