import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onAll } from '../authorization.ts';
import { invalidValue, missingParameter, unsupported } from '../errors.ts';
import type { StatisticSet } from '../metrics/store.ts';
import type { Dimension } from '../model.ts';
import type { CloudWatchState } from '../state.ts';
import { epochSeconds } from '../timestamp.ts';

interface Datum {
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Timestamp?: unknown;
  readonly Value?: number;
  readonly Values?: readonly number[];
  readonly Counts?: readonly number[];
  readonly StatisticValues?: StatisticSet;
  readonly Unit?: string;
}

interface PutMetricDataInput {
  readonly Namespace: string;
  readonly MetricData?: readonly Datum[];
  readonly EntityMetricData?: readonly unknown[];
}

const MAX_DIMENSIONS = 30;

/** PutMetricData: adds values to metrics, and wakes the alarms that read them. */
export const putMetricData = defineOperation({
  name: 'PutMetricData',
  authorization: onAll('PutMetricData'),
  run(
    { context, metrics, watch }: CloudWatchState,
    { Namespace, MetricData = [], EntityMetricData = [] }: PutMetricDataInput,
    { principal }: Call,
  ) {
    if (EntityMetricData.length > 0) throw unsupported('PutMetricData', 'EntityMetricData');
    if (!Namespace) throw missingParameter('Namespace');
    if (Namespace.startsWith('AWS/') && principal.service === undefined) {
      throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
    }
    const now = context.clock.now() / 1000;
    for (const datum of MetricData) validate(datum);
    for (const datum of MetricData) {
      const { MetricName, Dimensions = [], Value, Values, Counts, Unit } = datum;
      const name = { Namespace, MetricName, Dimensions, ...(Unit === undefined ? {} : { unit: Unit }) };
      const values = Value === undefined ? (Values ?? []) : [Value];
      const key = metrics.add(
        name,
        epochSeconds(datum.Timestamp, now),
        datum.StatisticValues ?? { values, counts: Counts ?? [] },
      );
      watch.arrived(key);
      // AWS bills an account's own metrics alone.
      if (!Namespace.startsWith('AWS/')) {
        context.meter.addDistinct('cloudwatch', 'customMetrics', Namespace, key);
      }
    }
    return {};
  },
});

function validate({ MetricName, Dimensions, Value, Values, Counts, StatisticValues }: Datum): void {
  if (!MetricName) throw missingParameter('MetricData.member.1.MetricName');
  if (Value === undefined && Values === undefined && StatisticValues === undefined) {
    throw missingParameter('MetricData.member.1.Value');
  }
  const numbers = [Value ?? 0, ...(Values ?? [])];
  if (!numbers.every(Number.isFinite)) {
    throw invalidValue('The value NaN for parameter MetricData.member.1.Value is invalid.');
  }
  if (Counts && Counts.length !== Values?.length) {
    throw invalidValue(
      'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
    );
  }
  if ((Dimensions?.length ?? 0) > MAX_DIMENSIONS) {
    throw invalidValue(
      `The collection MetricData.member.1.Dimensions must not have a size greater than ${MAX_DIMENSIONS}.`,
    );
  }
}
