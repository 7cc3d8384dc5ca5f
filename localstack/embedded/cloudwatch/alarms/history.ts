import type { Alarm, AlarmHistoryItem } from '../model.ts';
import type { CloudWatchRecords } from '../records.ts';

/** Entries of one alarm that are kept. */
const MAX_ENTRIES = 100;
/** Seconds: AWS keeps 30 days. */
const KEPT_FOR = 30 * 24 * 3600;

/** The entries of all alarms, deleted ones too; of one where it is named. Oldest first. */
export function historyOf({ history, context }: CloudWatchRecords, name?: string): AlarmHistoryItem[] {
  const oldest = context.clock.now() / 1000 - KEPT_FOR;
  const lists = name === undefined ? [...history.values()] : [history.get(name) ?? []];
  return lists
    .flat()
    .filter(({ Timestamp }) => Timestamp >= oldest)
    .sort((a, b) => a.Timestamp - b.Timestamp);
}

type Entry = Pick<AlarmHistoryItem, 'HistoryItemType' | 'HistorySummary'>;

function record(
  { history, context }: CloudWatchRecords,
  AlarmName: string,
  entry: Entry,
  data: object,
): void {
  const item: AlarmHistoryItem = {
    AlarmName,
    AlarmType: 'MetricAlarm',
    Timestamp: context.clock.now() / 1000,
    ...entry,
    HistoryData: JSON.stringify({ version: '1.0', ...data }),
  };
  history.set(AlarmName, [...(history.get(AlarmName) ?? []), item].slice(-MAX_ENTRIES));
}

/** Records that an alarm was put or deleted. */
export function recordConfiguration(
  records: CloudWatchRecords,
  { AlarmName }: Alarm,
  change: 'created' | 'updated' | 'deleted',
): void {
  const HistorySummary = `Alarm "${AlarmName}" ${change}`;
  const type = { created: 'Create', updated: 'Update', deleted: 'Delete' }[change];
  record(records, AlarmName, { HistoryItemType: 'ConfigurationUpdate', HistorySummary }, { type });
}

/** Records that an alarm went from one state to another. */
export function recordState(records: CloudWatchRecords, before: Alarm, after: Alarm): void {
  const HistorySummary = `Alarm updated from ${before.StateValue} to ${after.StateValue}`;
  record(
    records,
    after.AlarmName,
    { HistoryItemType: 'StateUpdate', HistorySummary },
    { oldState: stateOf(before), newState: stateOf(after) },
  );
}

function stateOf({ StateValue, StateReason, StateReasonData }: Alarm): object {
  return {
    stateValue: StateValue,
    stateReason: StateReason,
    ...(StateReasonData === undefined ? {} : { stateReasonData: JSON.parse(StateReasonData) as unknown }),
  };
}

/** Records an action that was due, as failed: nothing here carries actions out. */
export function recordAction(records: CloudWatchRecords, alarm: Alarm, arn: string): void {
  const error = 'The embedded AWS carries out no alarm actions.';
  const HistorySummary = `Failed to execute action ${arn}. Received error: "${error}"`;
  record(
    records,
    alarm.AlarmName,
    { HistoryItemType: 'Action', HistorySummary },
    {
      actionState: 'Failed',
      stateUpdateTimestamp: alarm.StateUpdatedTimestamp * 1000,
      notificationResource: arn,
      error,
    },
  );
}
