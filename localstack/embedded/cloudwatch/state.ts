import type { AlarmWatch } from './alarms/watch.ts';
import type { CloudWatchRecords } from './records.ts';

/** What CloudWatch's operations work on. */
export interface CloudWatchState extends CloudWatchRecords {
  readonly watch: AlarmWatch;
}
