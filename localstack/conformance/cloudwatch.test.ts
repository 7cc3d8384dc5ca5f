import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { uniqueName } from '../testing/unique-name.ts';

let aws: StartedEmbedded;
let monitoring: CloudWatchClient;
/** What the embedded AWS told whoever runs it. */
const said: string[] = [];

beforeAll(async () => {
  aws = await startBackend(['cloudwatch'], { log: (message) => said.push(message) });
  monitoring = aws.client(CloudWatchClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

/** Puts values at this moment of the emulated clock. */
function put(Namespace: string, MetricName: string, ...Values: number[]) {
  const Timestamp = new Date(aws.context.clock.now());
  return monitoring.send(
    new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, Values, Timestamp }] }),
  );
}

function range() {
  const now = aws.context.clock.now();
  return { StartTime: new Date(now - 3_600_000), EndTime: new Date(now + 60_000) };
}

async function state(AlarmName: string) {
  const { MetricAlarms } = await monitoring.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }));
  return MetricAlarms?.[0]?.StateValue;
}

/** An alarm's history, oldest first. */
async function history(AlarmName: string, HistoryItemType?: 'StateUpdate' | 'Action') {
  const { AlarmHistoryItems = [] } = await monitoring.send(
    new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType, ScanBy: 'TimestampAscending' }),
  );
  return AlarmHistoryItems;
}

function anAlarm(Namespace: string, settings: object = {}) {
  const AlarmName = uniqueName('alarm');
  const command = new PutMetricAlarmCommand({
    AlarmName,
    Namespace,
    MetricName: 'errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    ...settings,
  });
  return monitoring.send(command).then(() => AlarmName);
}

describe('metrics', () => {
  test('are added up, with percentiles', async () => {
    const Namespace = uniqueName('namespace');
    await put(Namespace, 'latency', ...Array.from({ length: 100 }, (_, index) => index + 1));
    const { Datapoints } = await monitoring.send(
      new GetMetricStatisticsCommand({
        Namespace,
        MetricName: 'latency',
        ...range(),
        Period: 60,
        Statistics: ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'],
      }),
    );
    expect(Datapoints).toMatchObject([
      { Average: 50.5, Sum: 5050, Minimum: 1, Maximum: 100, SampleCount: 100 },
    ]);
    const { MetricDataResults } = await monitoring.send(
      new GetMetricDataCommand({
        ...range(),
        MetricDataQueries: ['p50', 'p99'].map((Stat) => ({
          Id: Stat,
          MetricStat: { Metric: { Namespace, MetricName: 'latency' }, Period: 60, Stat },
        })),
      }),
    );
    expect(MetricDataResults?.map(({ Values }) => Math.round(Values?.[0] ?? 0))).toEqual([51, 99]);
  });

  test('are combined by metric math', async () => {
    const Namespace = uniqueName('namespace');
    await put(Namespace, 'errors', 1, 1);
    await put(Namespace, 'requests', 8);
    const query = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace, MetricName }, Period: 3600, Stat: 'Sum' },
    });
    const { MetricDataResults } = await monitoring.send(
      new GetMetricDataCommand({
        ...range(),
        MetricDataQueries: [
          query('e', 'errors'),
          query('r', 'requests'),
          { Id: 'rate', Expression: '100 * e / SUM([e, r])' },
        ],
      }),
    );
    expect(MetricDataResults).toMatchObject([{ Id: 'rate', Values: [20] }]);
  });

  test('are listed by namespace and dimension', async () => {
    const Namespace = uniqueName('namespace');
    const datum = (Value: string) => ({ MetricName: 'm', Value: 1, Dimensions: [{ Name: 'route', Value }] });
    await monitoring.send(new PutMetricDataCommand({ Namespace, MetricData: [datum('a'), datum('b')] }));
    const { Metrics } = await monitoring.send(
      new ListMetricsCommand({ Namespace, Dimensions: [{ Name: 'route', Value: 'a' }] }),
    );
    expect(Metrics).toEqual([{ Namespace, MetricName: 'm', Dimensions: [{ Name: 'route', Value: 'a' }] }]);
  });

  test('of AWS cannot be put, and functions that are not there are refused by name', async () => {
    await expect(put('AWS/Lambda', 'x', 1)).rejects.toMatchObject({
      name: expect.stringContaining('InvalidParameterValue'),
    });
    const query = { Id: 'a', Expression: 'ANOMALY_DETECTION_BAND(m1)' };
    await expect(
      monitoring.send(new GetMetricDataCommand({ ...range(), MetricDataQueries: [query] })),
    ).rejects.toMatchObject({ message: expect.stringContaining('ANOMALY_DETECTION_BAND') });
  });
});

describe('an alarm', () => {
  test('goes from INSUFFICIENT_DATA to ALARM and back to OK on the clock', async () => {
    const Namespace = uniqueName('namespace');
    const name = await anAlarm(Namespace, { TreatMissingData: 'notBreaching' });
    const silent = await anAlarm(uniqueName('namespace'));
    expect(await state(silent)).toBe('INSUFFICIENT_DATA');
    await put(Namespace, 'errors', 3, 4);
    expect(await state(name)).toBe('ALARM');
    await aws.context.clock.advance(300_000);
    expect(await state(name)).toBe('OK');
  });

  test('needs as many breaching datapoints as it says', async () => {
    const Namespace = uniqueName('namespace');
    const name = await anAlarm(Namespace, { EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    await put(Namespace, 'errors', 9);
    expect(await state(name)).toBe('OK');
    await aws.context.clock.advance(60_000);
    await put(Namespace, 'errors', 9);
    expect(await state(name)).toBe('ALARM');
  });

  test('stands as it was set by hand until the next evaluation', async () => {
    const name = await anAlarm(uniqueName('namespace'));
    await monitoring.send(
      new SetAlarmStateCommand({ AlarmName: name, StateValue: 'ALARM', StateReason: 'drill' }),
    );
    expect(await state(name)).toBe('ALARM');
    await aws.context.clock.advance(61_000);
    expect(await state(name)).toBe('INSUFFICIENT_DATA');
  });

  test('changes its state as time passes, unasked, and its history says when and why', async () => {
    const Namespace = uniqueName('namespace');
    const name = await anAlarm(Namespace, { TreatMissingData: 'notBreaching' });
    await aws.context.clock.advance(60_000);
    await put(Namespace, 'errors', 3, 4);
    await aws.context.clock.advance(300_000);
    const updates = await history(name, 'StateUpdate');
    expect(updates.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
    ]);
    const reasons = updates.map(
      ({ HistoryData = '' }) =>
        (JSON.parse(HistoryData) as { newState: { stateReason: string } }).newState.stateReason,
    );
    expect(reasons).toEqual([
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
      expect.stringMatching(
        /^Threshold Crossed: 1 out of the last 1 datapoints \[7\.0 \(\d\d\/\d\d\/\d\d \d\d:\d\d:00\)\] was greater than or equal to the threshold \(5\.0\) \(minimum 1 datapoint for OK -> ALARM transition\)\.$/,
      ),
      expect.stringMatching(/^Threshold Crossed: no datapoints were received for 1 period/),
    ]);
    const [first, raised, ended] = updates.map(({ Timestamp }) => Timestamp?.getTime() ?? 0);
    expect(first).toBeLessThan(raised ?? 0);
    // Two periods after the one with the data: each is looked back on once.
    expect((ended ?? 0) - (raised ?? 0)).toBeLessThanOrEqual(120_000);
  });

  test('says of several datapoints that they were, the newest first', async () => {
    const Namespace = uniqueName('namespace');
    const name = await anAlarm(Namespace, { EvaluationPeriods: 2, Threshold: 0.5 });
    await put(Namespace, 'errors', 1);
    await aws.context.clock.advance(60_000);
    await put(Namespace, 'errors', 2.5);
    const { MetricAlarms } = await monitoring.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    expect(MetricAlarms?.[0]?.StateReason).toMatch(
      /2 out of the last 2 datapoints \[2\.5 \(.+\), 1\.0 \(.+\)\] were greater than or equal to the threshold \(0\.5\) \(minimum 2 datapoints for OK -> ALARM transition\)\.$/,
    );
    expect(JSON.parse(MetricAlarms?.[0]?.StateReasonData ?? '')).toMatchObject({
      statistic: 'Sum',
      period: 60,
      recentDatapoints: [1, 2.5],
      threshold: 0.5,
    });
  });

  test('with actions says at a change whom they would have told, and that they failed in its history', async () => {
    const topic = 'arn:aws:sns:us-east-1:000000000000:on-call';
    const Namespace = uniqueName('namespace');
    const name = await anAlarm(Namespace, { TreatMissingData: 'notBreaching', AlarmActions: [topic] });
    await aws.context.clock.advance(60_000);
    await put(Namespace, 'errors', 9);
    await aws.context.clock.advance(300_000);
    expect(said.filter((line) => line.includes(name))).toEqual([
      expect.stringMatching(
        `^alarm ${name}: OK → ALARM: Threshold Crossed: .+ transition\\); would notify ${topic}$`,
      ),
      expect.stringMatching(`^alarm ${name}: ALARM → OK: [^;]+$`),
    ]);
    expect(await history(name, 'Action')).toMatchObject([
      { HistorySummary: expect.stringContaining(`Failed to execute action ${topic}`) },
    ]);
  });

  test('without actions says its changes in one line each, but not that all is well at first', async () => {
    const Namespace = uniqueName('namespace');
    const name = await anAlarm(Namespace, { TreatMissingData: 'notBreaching' });
    await aws.context.clock.advance(60_000);
    await put(Namespace, 'errors', 9);
    await aws.context.clock.advance(600_000);
    expect(said.filter((line) => line.includes(name))).toEqual([
      expect.stringMatching(`^alarm ${name}: OK → ALARM: Threshold Crossed: .+ transition\\)$`),
      expect.stringMatching(`^alarm ${name}: ALARM → OK: Threshold Crossed: .+`),
    ]);
    expect(await history(name, 'Action')).toEqual([]);
  });

  test('without data for long is left alone, and looked at again when there is some', async () => {
    const Namespace = uniqueName('namespace');
    const name = await anAlarm(Namespace, { TreatMissingData: 'notBreaching' });
    await aws.context.clock.advance(86_400_000);
    await put(Namespace, 'errors', 9);
    await aws.context.clock.advance(60_000);
    expect((await history(name, 'StateUpdate')).at(-1)).toMatchObject({
      HistorySummary: 'Alarm updated from OK to ALARM',
    });
  });

  test('has a history of what was done to it, from a time on, page by page, also when it is deleted', async () => {
    const AlarmName = await anAlarm(uniqueName('namespace'));
    await monitoring.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'drill' }));
    await monitoring.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    const summaries = [
      `Alarm "${AlarmName}" created`,
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      `Alarm "${AlarmName}" deleted`,
    ];
    expect((await history(AlarmName)).map(({ HistorySummary }) => HistorySummary)).toEqual(summaries);
    const page = await monitoring.send(new DescribeAlarmHistoryCommand({ AlarmName, MaxRecords: 2 }));
    const rest = await monitoring.send(
      new DescribeAlarmHistoryCommand({ AlarmName, MaxRecords: 2, NextToken: page.NextToken }),
    );
    const found = [...(page.AlarmHistoryItems ?? []), ...(rest.AlarmHistoryItems ?? [])];
    expect(found.map(({ HistorySummary }) => HistorySummary)).toEqual(summaries.toReversed());
    const StartDate = new Date(aws.context.clock.now() + 60_000);
    const later = await monitoring.send(new DescribeAlarmHistoryCommand({ AlarmName, StartDate }));
    expect(later.AlarmHistoryItems).toEqual([]);
  });

  test('is set to no state that there is none of', async () => {
    const AlarmName = await anAlarm(uniqueName('namespace'));
    const StateValue = 'BROKEN' as 'ALARM';
    await expect(
      monitoring.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'drill' })),
    ).rejects.toThrow("Value 'BROKEN' at 'stateValue' failed to satisfy constraint");
  });

  test('is tagged, read back and deleted', async () => {
    const AlarmName = await anAlarm(uniqueName('namespace'), { AlarmDescription: 'too many errors' });
    const { MetricAlarms } = await monitoring.send(new DescribeAlarmsCommand({ AlarmNamePrefix: AlarmName }));
    const ResourceARN = MetricAlarms?.[0]?.AlarmArn ?? '';
    expect(MetricAlarms).toMatchObject([{ AlarmDescription: 'too many errors', Threshold: 5, Period: 60 }]);
    await monitoring.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'team', Value: 'x' }] }));
    const { Tags } = await monitoring.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'x' }]);
    await monitoring.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    expect(await state(AlarmName)).toBeUndefined();
  });
});

test('dashboards are kept, and refused when they are none', async () => {
  const DashboardName = uniqueName('dashboard');
  const DashboardBody = JSON.stringify({ widgets: [] });
  await monitoring.send(new PutDashboardCommand({ DashboardName, DashboardBody }));
  await expect(monitoring.send(new GetDashboardCommand({ DashboardName }))).resolves.toMatchObject({
    DashboardBody,
  });
  const { DashboardEntries } = await monitoring.send(
    new ListDashboardsCommand({ DashboardNamePrefix: DashboardName }),
  );
  expect(DashboardEntries).toMatchObject([{ DashboardName, Size: DashboardBody.length }]);
  await expect(
    monitoring.send(new PutDashboardCommand({ DashboardName, DashboardBody: '{}' })),
  ).rejects.toThrow('"widgets" must be an array');
  await monitoring.send(new DeleteDashboardsCommand({ DashboardNames: [DashboardName] }));
  await expect(monitoring.send(new GetDashboardCommand({ DashboardName }))).rejects.toThrow('does not exist');
});
