import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createAlarmWatch } from './alarms/watch.ts';
import { MetricStore } from './metrics/store.ts';
import { declarations } from './operations/index.ts';
import type { CloudWatchRecords } from './records.ts';

/** Amazon CloudWatch: metrics in memory by the minute, alarms, dashboards. */
export function createCloudWatchService(context: EmbeddedContext): Service {
  const records: CloudWatchRecords = {
    context,
    metrics: new MetricStore(),
    alarms: context.storage.collection('cloudwatch/alarms'),
    history: context.storage.collection('cloudwatch/alarm-history'),
    dashboards: context.storage.collection('cloudwatch/dashboards'),
  };
  return {
    name: 'cloudwatch',
    signingName: 'monitoring',
    protocols: ['json-1.0', 'query', 'rpc-v2-cbor'],
    targetPrefix: 'GraniteServiceVersion20100801',
    ...declaredParts({ ...records, watch: createAlarmWatch(records) }, declarations),
  };
}
