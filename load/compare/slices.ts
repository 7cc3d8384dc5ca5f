import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { K6Options, K6Scenario, LoadSide } from '../plan.ts';
import { LoadError } from '../run/errors.ts';
import { executeK6, k6Exit } from '../run/execute.ts';
import type { K6 } from '../run/k6-binary.ts';
import type { K6Summary } from '../run/record.ts';
import { type ScenarioDescription, type ScenarioName, scenarios } from '../scenarios/catalogue.ts';
import type { RandomNumbers } from './random.ts';
import type { Measured, Sample } from './samples.ts';

/** How two running stacks are driven against one another. */
export interface SliceSettings {
  readonly scenario: ScenarioName;
  /** Pairs of slices: each side is driven once in each. */
  readonly rounds: number;
  /** How long one side is driven before it is the other's turn; k6 takes no less than 1. */
  readonly sliceSeconds: number;
  /** Rounds before those that count, in which code is compiled and connections are opened. */
  readonly warmUpRounds: number;
  /** Each waits for nothing but answers (closed model), so that a slower side does less in the same time. */
  readonly virtualUsers: number;
  /** Whether side A is a bare Fastify and answers nothing but hello. */
  readonly againstYardstick?: boolean;
}

/** One turn of one side. */
export interface Slice {
  readonly side: 'a' | 'b';
  /** From 0; negative while warming up. */
  readonly round: number;
  readonly startSeconds: number;
}

/** Of a slice, between two: iterations end, so that hardly a request of one side meets one of the other. */
const gap = 0.1;

/**
 * The turns of both sides. Which side comes first in a round is drawn, but of each two rounds each side is first in
 * one: neither time nor order can favour a side.
 */
export function slicesOf(settings: SliceSettings, random: RandomNumbers): Slice[] {
  const { rounds, warmUpRounds, sliceSeconds } = settings;
  const slices: Slice[] = [];
  let first: 'a' | 'b' = 'a';
  for (let index = 0; index < warmUpRounds + rounds; index++) {
    if (index % 2 === 0) first = random() < 0.5 ? 'a' : 'b';
    else first = first === 'a' ? 'b' : 'a';
    for (const side of [first, first === 'a' ? 'b' : 'a'] as const) {
      slices.push({
        side,
        round: index - warmUpRounds,
        startSeconds: slices.length * sliceSeconds * (1 + gap),
      });
    }
  }
  return slices;
}

/** How long all slices take, in seconds. */
export function secondsOfSlices({ rounds, warmUpRounds, sliceSeconds }: SliceSettings): number {
  return 2 * (rounds + warmUpRounds) * sliceSeconds * (1 + gap);
}

/**
 * k6's options for slices: one k6 scenario each, one after the other in a single k6 process, because starting one
 * takes as long as a slice. A threshold that always holds is what makes k6 report a slice's figures apart.
 */
export function sliceOptions(slices: readonly Slice[], settings: SliceSettings): K6Options {
  const { scenario, sliceSeconds, virtualUsers } = settings;
  const { exec, routes }: ScenarioDescription = scenarios[scenario];
  const k6Scenarios: Record<string, K6Scenario> = {};
  const thresholds: Record<string, string[]> = {};
  for (const slice of slices) {
    const name = nameOf(slice);
    k6Scenarios[name] = {
      executor: 'constant-vus',
      exec: slice.side === 'a' && settings.againstYardstick ? 'hello' : exec,
      vus: virtualUsers,
      duration: `${Math.round(sliceSeconds * 1000)}ms`,
      startTime: `${Math.round(slice.startSeconds * 1000)}ms`,
      gracefulStop: '5s',
      env: { LOAD_SIDE: slice.side },
      tags: { slice: name },
    };
    if (slice.round < 0) continue;
    thresholds[`iteration_duration{slice:${name}}`] = ['max>=0'];
    thresholds[`http_req_failed{slice:${name}}`] = ['rate>=0'];
    for (const route of routes) {
      thresholds[`http_req_duration{slice:${name},name:${route}}`] = ['max>=0'];
    }
  }
  return {
    scenarios: k6Scenarios,
    thresholds,
    systemTags: ['name', 'status'],
    summaryTrendStats: ['count', 'avg', 'med', 'p(95)', 'max'],
    userAgent: 'expense-tracker-load/1',
  };
}

/** Reads the slices' figures. */
export function measuredSlices(
  metrics: K6Summary['metrics'],
  slices: readonly Slice[],
  settings: SliceSettings,
): Measured {
  const { routes }: ScenarioDescription = scenarios[settings.scenario];
  const sample = (slice: Slice): Sample => {
    const name = nameOf(slice);
    const value = (metric: string, statistic: string) => metrics[metric]?.values[statistic] ?? 0;
    const failed = `http_req_failed{slice:${name}}`;
    const requests = value(failed, 'passes') + value(failed, 'fails');
    return {
      summary: value(`iteration_duration{slice:${name}}`, 'avg'),
      requests,
      requestsPerSecond: requests / settings.sliceSeconds,
      failedShare: value(failed, 'rate'),
      routes: routes.map((route) => {
        const metric = `http_req_duration{slice:${name},name:${route}}`;
        return { route, median: value(metric, 'med'), p95: value(metric, 'p(95)') };
      }),
    };
  };
  const of = (side: Slice['side']) =>
    slices
      .filter((slice) => slice.side === side && slice.round >= 0)
      .sort((one, other) => one.round - other.round)
      .map(sample);
  return {
    summaryName: `one iteration of ${settings.scenario}`,
    paired: true,
    a: of('a'),
    b: of('b'),
  };
}

function nameOf({ side, round }: Slice): string {
  return round < 0 ? `${side}-warm-up-${-round}` : `${side}-${round}`;
}

/**
 * Drives two running stacks in turn.
 *
 * @throws LoadError `compare` when it was interrupted, `k6-failed` when k6 could not do it
 */
export async function driveInTurn(
  k6: K6,
  sides: { readonly a: LoadSide; readonly b: LoadSide },
  settings: SliceSettings,
  random: RandomNumbers,
  signal?: AbortSignal,
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'load-compare-'));
  try {
    const slices = slicesOf(settings, random);
    const plan = { ...sides.a, sides, options: sliceOptions(slices, settings) };
    const outcome = await executeK6(k6, plan, folder, { record: false, ...(signal ? { signal } : {}) });
    if (signal?.aborted || outcome.exitCode === k6Exit.interrupted) {
      throw new LoadError('interrupted', 'Interrupted before the comparison was complete.');
    }
    const { metrics } = JSON.parse(await readFile(outcome.summaryFile, 'utf8')) as K6Summary;
    return measuredSlices(metrics, slices, settings);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
