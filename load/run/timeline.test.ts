import { expect, test } from 'vitest';
import { type TimelinePoint, TimelineReader } from './timeline.ts';

const aggregates = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'med', 'p(95)', 'p(99)'],
};

function pointsOf(lines: readonly string[]): TimelinePoint[] {
  const reader = new TimelineReader();
  for (const line of lines) reader.read(line);
  return reader.points;
}

function recording(...events: [string, unknown][]): string[] {
  return events.map(([event, data]) => JSON.stringify({ event, data }));
}

test('each snapshot becomes a point; metrics that appear later take their alphabetical place', () => {
  const lines = recording(
    ['param', { aggregates }],
    ['metric', { time: { type: 'gauge' } }],
    ['start', [[1_000_000]]],
    [
      'metric',
      {
        http_reqs: { type: 'counter' },
        http_req_duration: { type: 'trend' },
        http_req_failed: { type: 'rate' },
      },
    ],
    ['snapshot', [[5, 4, 9, 12], [0.25], [40, 40], [1_001_000]]],
    ['metric', { iterations_begun: { type: 'counter' }, vus: { type: 'gauge' } }],
    ['snapshot', [[6, 5, 10, 13], [0], [41, 41], [15, 14.5], [1_002_000], [7]]],
  );
  expect(pointsOf(lines)).toMatchObject([
    { seconds: 1, requestsPerSecond: 40, failed: 0.25, medianMs: 4, p95Ms: 9, p99Ms: 12, virtualUsers: 0 },
    {
      seconds: 2,
      requestsPerSecond: 41,
      failed: 0,
      medianMs: 5,
      p95Ms: 10,
      p99Ms: 13,
      virtualUsers: 7,
      begunPerSecond: 14.5,
    },
  ]);
});

test('a last line that is still being written is left for later', () => {
  const lines = [...recording(['param', { aggregates }]), '{"event":"snapshot","data":[[1'];
  expect(pointsOf(lines)).toEqual([]);
});
