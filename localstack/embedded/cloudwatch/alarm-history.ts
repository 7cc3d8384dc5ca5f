import type { Alarm, AlarmHistoryItem } from './model.ts';
import type { CloudWatchRoom } from './room.ts';

/** Entries of one alarm that are kept. */
const MAX_ENTRIES = 100;
/** Seconds: AWS keeps 30 days. */
const KEPT_FOR = 30 * 24 * 3600;

/** The entries of all alarms, deleted ones too; of one where it is named. Oldest first. */
export function historyOf({ history, context }: CloudWatchRoom, name?: string): AlarmHistoryItem[] {
  const oldest = context.clock.now() / 1000 - KEPT_FOR;
  const lists = name === undefined ? [...history.values()] : [history.get(name) ?? []];
  return lists
    .flat()
    .filter(({ Timestamp }) => Timestamp >= oldest)
    .sort((a, b) => a.Timestamp - b.Timestamp);
}

type Entry = Pick<AlarmHistoryItem, 'HistoryItemType' | 'HistorySummary'>;

function remember({ history, context }: CloudWatchRoom, AlarmName: string, entry: Entry, data: object): void {
  const item: AlarmHistoryItem = {
    AlarmName,
    AlarmType: 'MetricAlarm',
    Timestamp: context.clock.now() / 1000,
    ...entry,
    HistoryData: JSON.stringify({ version: '1.0', ...data }),
  };
  history.set(AlarmName, [...(history.get(AlarmName) ?? []), item].slice(-MAX_ENTRIES));
}

/** That an alarm was put or deleted. */
export function rememberConfiguration(
  room: CloudWatchRoom,
  { AlarmName }: Alarm,
  change: 'created' | 'updated' | 'deleted',
): void {
  const HistorySummary = `Alarm "${AlarmName}" ${change}`;
  const type = { created: 'Create', updated: 'Update', deleted: 'Delete' }[change];
  remember(room, AlarmName, { HistoryItemType: 'ConfigurationUpdate', HistorySummary }, { type });
}

/** That an alarm went from one state to another. */
export function rememberState(room: CloudWatchRoom, before: Alarm, after: Alarm): void {
  const HistorySummary = `Alarm updated from ${before.StateValue} to ${after.StateValue}`;
  remember(
    room,
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

/** That an action was due, which nothing here can carry out. */
export function rememberAction(room: CloudWatchRoom, alarm: Alarm, arn: string): void {
  const error = 'The embedded AWS carries out no alarm actions.';
  const HistorySummary = `Failed to execute action ${arn}. Received error: "${error}"`;
  remember(
    room,
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
