import type { EmbeddedContext } from '../core/context.ts';
import type { Service } from '../core/service.ts';
import { createAlarmWatch } from './alarm-watch.ts';
import { authorization } from './authorization.ts';
import { MetricStore } from './metric-store.ts';
import { describeAlarmHistory } from './operations/alarm-history.ts';
import { alarmOperations } from './operations/alarms.ts';
import { dashboardOperations } from './operations/dashboards.ts';
import { getMetricData, getMetricStatistics, listMetrics, putMetricData } from './operations/metrics.ts';
import { tagOperations } from './operations/tags.ts';
import type { CloudWatchRoom } from './room.ts';

/** Amazon CloudWatch: metrics in memory by the minute, alarms, dashboards. */
export function createCloudWatchService(context: EmbeddedContext): Service {
  const room: CloudWatchRoom = {
    context,
    metrics: new MetricStore(),
    alarms: context.storage.collection('cloudwatch/alarms'),
    history: context.storage.collection('cloudwatch/alarm-history'),
    dashboards: context.storage.collection('cloudwatch/dashboards'),
  };
  const watch = createAlarmWatch(room);
  return {
    name: 'cloudwatch',
    signingName: 'monitoring',
    protocols: ['json-1.0', 'query', 'rpc-v2-cbor'],
    targetPrefix: 'GraniteServiceVersion20100801',
    authorization,
    operations: {
      PutMetricData: putMetricData(room, watch.arrived),
      ListMetrics: listMetrics(room),
      GetMetricStatistics: getMetricStatistics(room),
      GetMetricData: getMetricData(room),
      ...alarmOperations(room, watch),
      DescribeAlarmHistory: describeAlarmHistory(room),
      ...tagOperations(room),
      ...dashboardOperations(room),
    },
  };
}
