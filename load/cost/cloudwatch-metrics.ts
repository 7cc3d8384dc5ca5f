import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type Metric,
  paginateListMetrics,
  type Statistic,
} from '@aws-sdk/client-cloudwatch';

/** A metric of AWS's own (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html). */
export interface StageMetric {
  readonly namespace: string;
  readonly metric: string;
  /** The dimension that names the resource. */
  readonly of: string;
  readonly statistic: Extract<Statistic, 'Sum' | 'Maximum' | 'Average'>;
}

/** A stage as its metrics are known. */
export interface MeteredStage {
  readonly apiUrl: string;
  /** Its name without the last part is what all resources of the stage begin with: names are PROJECT-STAGE-PART. */
  readonly tableName: string;
}

/** What one metric of one resource was. */
export interface MetricSeries<Asked extends StageMetric> {
  readonly asked: Asked;
  /** The resource's name; of an index `TABLE/index/INDEX`. */
  readonly resource: string;
  /** By the minute, in no order. */
  readonly values: readonly number[];
}

/** As many as GetMetricData takes. */
const MOST_QUERIES = 500;
const MINUTE = 60_000;

interface Found<Asked> {
  readonly asked: Asked;
  readonly resource: string;
  readonly metric: Metric;
}

/** Reads metrics of a stage's own resources, over the whole minutes between two moments: milliseconds since the epoch. */
export async function readMetrics<Asked extends StageMetric>(
  client: CloudWatchClient,
  stage: MeteredStage,
  asked: readonly Asked[],
  since: number,
  until: number,
): Promise<MetricSeries<Asked>[]> {
  const found = (await Promise.all(asked.map((one) => find(client, stage, one)))).flat();
  const values = found.map((): number[] => []);
  for (let start = 0; start < found.length; start += MOST_QUERIES) {
    const queries = found
      .slice(start, start + MOST_QUERIES)
      .map(({ metric, asked: { statistic } }, index) => ({
        Id: `m${start + index}`,
        MetricStat: { Metric: metric, Period: 60, Stat: statistic },
      }));
    let NextToken: string | undefined;
    do {
      const answer = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries,
          StartTime: new Date(Math.floor(since / MINUTE) * MINUTE),
          EndTime: new Date(Math.ceil(until / MINUTE) * MINUTE),
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      for (const { Id = '', Values = [] } of answer.MetricDataResults ?? []) {
        values[Number(Id.slice(1))]?.push(...Values);
      }
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
  }
  return found.map(({ asked: one, resource }, index) => ({
    asked: one,
    resource,
    values: values[index] ?? [],
  }));
}

/** The metrics of whole resources and their indexes; those with more dimensions are parts of them, by routes and versions. */
async function find<Asked extends StageMetric>(
  client: CloudWatchClient,
  { apiUrl, tableName }: MeteredStage,
  asked: Asked,
): Promise<Found<Asked>[]> {
  const prefix = tableName.slice(0, tableName.lastIndexOf('-') + 1);
  const found: Found<Asked>[] = [];
  const input = {
    Namespace: asked.namespace,
    MetricName: asked.metric,
    Dimensions: [{ Name: asked.of }],
  };
  for await (const { Metrics = [] } of paginateListMetrics({ client }, input)) {
    for (const metric of Metrics) {
      const dimensions = metric.Dimensions ?? [];
      const value = dimensions.find(({ Name }) => Name === asked.of)?.Value ?? '';
      const index = dimensions.find(({ Name }) => Name === 'GlobalSecondaryIndexName')?.Value;
      const whole = dimensions.length === (index === undefined && asked.of !== 'BucketName' ? 1 : 2);
      if (!whole || !isOurs(asked.of, value, prefix, apiUrl)) continue;
      found.push({ asked, resource: index === undefined ? value : `${value}/index/${index}`, metric });
    }
  }
  return found;
}

function isOurs(of: string, value: string, prefix: string, apiUrl: string): boolean {
  if (of === 'ApiId') return apiUrl.includes(value);
  if (of === 'ServiceMetric') return value === 'StateTransition';
  if (of === 'LogGroupName') return value.includes(prefix);
  return (value.split(':').at(-1) ?? '').startsWith(prefix);
}
