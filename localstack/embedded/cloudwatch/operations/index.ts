import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { OperationDeclaration } from '../../core/operation.ts';
import type { CloudWatchState } from '../state.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { deleteDashboards } from './delete-dashboards.ts';
import { describeAlarmHistory } from './describe-alarm-history.ts';
import { describeAlarms } from './describe-alarms.ts';
import { getDashboard } from './get-dashboard.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listDashboards } from './list-dashboards.ts';
import { listMetrics } from './list-metrics.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { putDashboard } from './put-dashboard.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';
import { setAlarmState } from './set-alarm-state.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';

/** The names of CloudWatch's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof CloudWatch, string>>;

/** The operations of CloudWatch. */
export const declarations: readonly OperationDeclaration<CloudWatchState, OperationName>[] = [
  deleteAlarms,
  deleteDashboards,
  describeAlarmHistory,
  describeAlarms,
  getDashboard,
  getMetricData,
  getMetricStatistics,
  listDashboards,
  listMetrics,
  listTagsForResource,
  putDashboard,
  putMetricAlarm,
  putMetricData,
  setAlarmState,
  tagResource,
  untagResource,
];
