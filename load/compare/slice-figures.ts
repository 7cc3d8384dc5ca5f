import type { K6Summary } from '../run/record.ts';
import type { SideName } from '../shared/plan.ts';
import { sliceName } from '../shared/turns.ts';
import {
  type Measured,
  type RouteSample,
  type Sample,
  summaryName,
  summaryOf,
  usualRoutes,
} from './samples.ts';
import { routesOf, type SliceSettings } from './slices.ts';

/**
 * Reads the slices' figures. What sums them up is over the routes that most rounds of both sides have: a scenario may
 * call others so rarely that they would leave no round to compare.
 */
export function measuredSlices(metrics: K6Summary['metrics'], settings: SliceSettings): Measured {
  const [a, b] = [samplesOf('a', metrics, settings), samplesOf('b', metrics, settings)];
  const [ofA, ofB] = [usualRoutes(a), usualRoutes(b)];
  const common = new Set([...ofA].filter((route) => ofB.has(route)));
  const [overA, overB] = settings.againstYardstick ? [ofA, ofB] : [common, common];
  return { summaryName, paired: true, a: summedUp(a, overA), b: summedUp(b, overB) };
}

type Unsummed = Omit<Sample, 'summary'>;

function samplesOf(side: SideName, metrics: K6Summary['metrics'], settings: SliceSettings): Unsummed[] {
  const routes = routesOf(side, settings);
  return Array.from({ length: settings.rounds }, (_, round) => {
    const slice = sliceName({ side, round });
    const value = (metric: string, statistic: string) => metrics[metric]?.values[statistic] ?? 0;
    const failed = `http_req_failed{slice:${slice}}`;
    const requests = value(failed, 'passes') + value(failed, 'fails');
    const iterations = `iteration_duration{slice:${slice}}`;
    const busySeconds = (value(iterations, 'avg') * value(iterations, 'count')) / 1000;
    return {
      requests,
      // Of virtual users who drive this side alone: here they spend part of their time on the other one.
      requestsPerSecond: busySeconds === 0 ? 0 : (requests * settings.virtualUsers) / busySeconds,
      failedShare: value(failed, 'rate'),
      routes: routes.map((route): RouteSample => {
        const metric = `http_req_duration{slice:${slice},name:${route}}`;
        return { route, median: value(metric, 'med'), p95: value(metric, 'p(95)') };
      }),
    };
  });
}

function summedUp(samples: readonly Unsummed[], over: ReadonlySet<string>): Sample[] {
  return samples.map((sample) => ({
    ...sample,
    summary: summaryOf(sample.routes.filter(({ route }) => over.has(route))),
  }));
}
