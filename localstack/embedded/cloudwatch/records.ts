import type { EmbeddedContext } from '../core/context.ts';
import type { Collection } from '../storage/storage.ts';
import type { MetricStore } from './metrics/store.ts';
import type { Alarm, AlarmHistoryItem, Dashboard } from './model.ts';

/** What CloudWatch keeps: metrics in memory, the rest in the context's storage. */
export interface CloudWatchRecords {
  readonly context: EmbeddedContext;
  readonly metrics: MetricStore;
  /** By name. */
  readonly alarms: Collection<Alarm>;
  /** By the alarm's name, oldest first. */
  readonly history: Collection<readonly AlarmHistoryItem[]>;
  /** By name. */
  readonly dashboards: Collection<Dashboard>;
}
