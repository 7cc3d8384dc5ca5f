import type { EmbeddedContext } from '../core/context.ts';
import type { Collection } from '../storage/storage.ts';
import type { MetricStore } from './metric-store.ts';
import type { Alarm, AlarmHistoryItem, Dashboard } from './model.ts';

/** What CloudWatch's operations share. */
export interface CloudWatchRoom {
  readonly context: EmbeddedContext;
  readonly metrics: MetricStore;
  readonly alarms: Collection<Alarm>;
  /** By the alarm's name, oldest first. */
  readonly history: Collection<readonly AlarmHistoryItem[]>;
  readonly dashboards: Collection<Dashboard>;
}

/** Epoch seconds of a timestamp as any protocol or caller gives it; `now` where there is none. */
export function epochSeconds(value: unknown, now: number): number {
  if (value === undefined || value === null) return now;
  if (value instanceof Date) return value.getTime() / 1000;
  if (typeof value === 'number') return value;
  return Date.parse(String(value)) / 1000;
}
