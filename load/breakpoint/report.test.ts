import { expect, test } from 'vitest';
import { breakpointSummary } from './report.ts';
import type { BreakpointReport, TryFigures } from './run.ts';

const tried: TryFigures = {
  share: 0.5,
  held: true,
  requests: 900,
  requestsPerSecond: 45,
  p95: 12,
  failedShare: 0,
  droppedIterations: 0,
  throttled: 0,
  crossed: [],
};

const report: BreakpointReport = {
  version: 1,
  startedAt: '2026-11-23T06:00:00.000Z',
  interrupted: false,
  share: 0.5,
  iterationsPerSecond: { crud: 15 },
  requestsPerSecond: 45,
  tries: [tried, { ...tried, share: 1, held: false, requests: 0, requestsPerSecond: 0, p95: 0 }],
  command: '',
};

test('a try that sent no request has no figures of requests', () => {
  const lines = breakpointSummary(report).split('\n');
  expect(lines.find((line) => line.includes('0.5 ×'))).toMatch(/45\/s +12 ms +0 % +0 +0 +held$/);
  expect(lines.find((line) => line.includes('  1 ×'))).toMatch(/1 ×( +–){4} +0 +did not hold$/);
});
