import type { EmbeddedContext } from '../core/context.ts';
import { createServiceMetrics } from '../core/service-metrics.ts';
import type { Consumption } from './capacity.ts';

const METRICS = { readUnits: 'ConsumedReadCapacityUnits', writeUnits: 'ConsumedWriteCapacityUnits' } as const;

/** Reports to the meter and CloudWatch what calls consumed. */
export interface CapacityMeter {
  record(consumption: Consumption): void;
  stop(): void;
}

/** To CloudWatch as `AWS/DynamoDB` (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html). */
export function createCapacityMeter(context: EmbeddedContext): CapacityMeter {
  const metrics = createServiceMetrics(context, 'AWS/DynamoDB', 'dynamodb.amazonaws.com');
  return {
    record(consumption) {
      const { kind } = consumption;
      for (const { table, index, units } of consumption) {
        const resource = index === undefined ? table : `${table}/index/${index}`;
        context.meter.add('dynamodb', kind, resource, units);
        metrics.add(resource, METRICS[kind], units, 'Count', () => ({
          TableName: table,
          ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
        }));
      }
    },
    stop: metrics.stop,
  };
}
