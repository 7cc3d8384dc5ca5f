import type { Datapoint } from '../metrics/statistics.ts';
import type { Alarm, AlarmState } from '../model.ts';

/** What an evaluation of an alarm found. */
export interface Observation {
  /** The latest datapoints, oldest first, as many as there are periods at most. */
  readonly recent: readonly Datapoint[];
  readonly breaching: readonly Datapoint[];
  /** How many datapoints of the last periods are not there. */
  readonly missing: number;
}

const COMPARED: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** Why an alarm is in `state`, in CloudWatch's words. */
export function reasonOf(alarm: Alarm, state: AlarmState, observed: Observation): string {
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(observed.missing, 'datapoint')} unknown.`;
  }
  const needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
  const decisive =
    state === 'ALARM'
      ? observed.breaching
      : observed.recent.filter((point) => !observed.breaching.includes(point));
  if (decisive.length === 0 || (state === 'ALARM' && decisive.length < needed)) {
    return ofMissing(alarm, observed);
  }
  return ofDatapoints(alarm, state, decisive, needed);
}

/** What missing datapoints decided. */
function ofMissing(alarm: Alarm, { recent, missing }: Observation): string {
  const received = recent.length === 0 ? 'no datapoints were' : counted(recent.length, 'datapoint');
  const periods = `${alarm.EvaluationPeriods} period${alarm.EvaluationPeriods === 1 ? '' : 's'}`;
  const treated = alarm.TreatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  return `Threshold Crossed: ${received} received for ${periods} and ${counted(missing, 'missing datapoint')} treated as [${treated}].`;
}

function ofDatapoints(
  alarm: Alarm,
  state: AlarmState,
  decisive: readonly Datapoint[],
  needed: number,
): string {
  const values = decisive
    .toReversed()
    .map(({ timestamp, value }) => `${decimal(value)} (${shortDate(timestamp)})`);
  const were = `${decisive.length === 1 ? 'was' : 'were'}${state === 'ALARM' ? '' : ' not'}`;
  const threshold = `${COMPARED[alarm.ComparisonOperator]} the threshold (${decimal(alarm.Threshold ?? 0)})`;
  const [least, way] =
    state === 'ALARM' ? [needed, 'OK -> ALARM'] : [alarm.EvaluationPeriods - needed + 1, 'ALARM -> OK'];
  const minimum = `minimum ${least} datapoint${least === 1 ? '' : 's'} for ${way} transition`;
  return `Threshold Crossed: ${decisive.length} out of the last ${alarm.EvaluationPeriods} datapoints [${values.join(', ')}] ${were} ${threshold} (${minimum}).`;
}

/** The same for programs: what `StateReasonData` holds. */
export function reasonDataOf(alarm: Alarm, { recent }: Observation, now: number): string {
  const [first] = recent;
  return JSON.stringify({
    version: '1.0',
    queryDate: longDate(now),
    ...(first ? { startDate: longDate(first.timestamp) } : {}),
    statistic: alarm.Statistic ?? alarm.ExtendedStatistic,
    period: alarm.Period,
    recentDatapoints: recent.map(({ value }) => value),
    threshold: alarm.Threshold,
  });
}

/** `1 datapoint was`, `2 datapoints were`. */
function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} was` : `${count} ${what}s were`;
}

/** As Java writes a double. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `05/03/26 10:00:00`, from epoch seconds. */
function shortDate(seconds: number): string {
  const [year = '', month, day, time] = new Date(seconds * 1000).toISOString().slice(2, 19).split(/[-T]/);
  return `${day}/${month}/${year} ${time}`;
}

function longDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('Z', '+0000');
}
