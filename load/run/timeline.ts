/** One period of a run, as k6 aggregated it; times in milliseconds, rates per second. */
export interface TimelinePoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Seconds since the run began. */
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly iterationsPerSecond: number;
  /** Iterations that began; those above ended. */
  readonly begunPerSecond: number;
  /** Share of requests that failed, 0 to 1. */
  readonly failed: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly virtualUsers: number;
}

interface RecordedEvent {
  readonly event: string;
  readonly data: unknown;
}

/**
 * Reads the recording of k6's web dashboard (JSON lines): the order of metrics grows by `metric` events and
 * is alphabetical within each; `param` names the order of each metric's aggregates; `snapshot` holds one
 * array a metric. Line by line, so that a run can be followed while it goes on.
 * https://github.com/grafana/xk6-dashboard
 */
export class TimelineReader {
  readonly points: TimelinePoint[] = [];
  #aggregates: Record<string, string[]> = {};
  #metrics: { name: string; type: string }[] = [];
  #start = 0;

  read(line: string): TimelinePoint | undefined {
    if (!line.trim()) return undefined;
    let recorded: RecordedEvent;
    try {
      recorded = JSON.parse(line) as RecordedEvent;
    } catch {
      return undefined; // the last line of a run that is still being written
    }
    const { event, data } = recorded;
    if (event === 'param') this.#aggregates = (data as { aggregates: Record<string, string[]> }).aggregates;
    if (event === 'metric') this.#learn(data as Record<string, { type: string }>);
    if (event === 'start') this.#start = (data as number[][])[0]?.[0] ?? 0;
    if (event !== 'snapshot') return undefined;
    const point = this.#point(data as (number[] | null)[]);
    this.points.push(point);
    return point;
  }

  #learn(metrics: Record<string, { type: string }>): void {
    for (const [name, { type }] of Object.entries(metrics)) this.#metrics.push({ name, type });
    this.#metrics.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #point(values: (number[] | null)[]): TimelinePoint {
    const value = (metric: string, aggregate: string): number => {
      const index = this.#metrics.findIndex(({ name }) => name === metric);
      const type = this.#metrics[index]?.type;
      if (!type) return 0;
      return values[index]?.[this.#aggregates[type]?.indexOf(aggregate) ?? -1] ?? 0;
    };
    const at = value('time', 'value');
    return {
      at,
      seconds: Math.round((at - this.#start) / 100) / 10,
      requestsPerSecond: value('http_reqs', 'rate'),
      iterationsPerSecond: value('iterations', 'rate'),
      begunPerSecond: value('iterations_begun', 'rate'),
      failed: value('http_req_failed', 'rate'),
      medianMs: value('http_req_duration', 'med'),
      p95Ms: value('http_req_duration', 'p(95)'),
      p99Ms: value('http_req_duration', 'p(99)'),
      virtualUsers: value('vus', 'value'),
    };
  }
}
