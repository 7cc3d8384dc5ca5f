import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScenarioName } from '../k6/scenarios/catalogue.ts';
import { workloads } from '../workloads/catalogue.ts';
import type { Workload } from '../workloads/workload.ts';
import { arrivalPlans, phasePlans, plannedArrivals, wantedRate } from './arrivals.ts';
import { k6Options } from './options.ts';

function plansOf(workload: Workload, scenarios: readonly ScenarioName[] = ['crud', 'approval']) {
  return arrivalPlans(k6Options(scenarios, workload, 'embedded').scenarios, workload);
}

const workload = (stages: Workload['stages'], startShare = 0): Workload => ({
  description: '',
  order: 'side by side',
  stages,
  startShare,
});

describe('when the iterations of a run are to begin', () => {
  test('is the area below the rate: half of it on the way up', () => {
    const [crud] = plansOf(
      workload([
        { phase: 'ramp', seconds: 10, share: 1 },
        { phase: 'steady', seconds: 10, share: 1 },
      ]),
    );
    expect(crud && plannedArrivals(crud)).toBe(150 + 300);
  });

  test('of scenarios in turn is one after the other, and side by side it adds up', () => {
    const inTurn = plansOf(workloads.smoke);
    expect(wantedRate(inTurn, 3, 4)).toBe(15);
    expect(wantedRate(inTurn, 20, 21)).toBe(3);
    expect(wantedRate(plansOf(workloads.average), 60, 61)).toBe(36);
  });

  test('between two seconds is their mean on a slope, and nothing outside of the run', () => {
    const ramp = plansOf(workload([{ phase: 'ramp', seconds: 10, share: 1 }]), ['crud']);
    expect(wantedRate(ramp, 0, 1)).toBeCloseTo(1.5);
    expect(wantedRate(ramp, 9, 10)).toBeCloseTo(28.5);
    expect(wantedRate(ramp, 9, 11)).toBeCloseTo(14.25);
    expect(wantedRate(ramp, 11, 12)).toBe(0);
  });

  test('in all is the same, however the time is cut', () => {
    const stage = fc.record({
      phase: fc.constantFrom('ramp', 'steady', 'peak'),
      seconds: fc.integer({ min: 1, max: 60 }),
      share: fc.integer({ min: 0, max: 8 }),
    });
    fc.assert(
      fc.property(
        fc.array(stage, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('in turn' as const, 'side by side' as const),
        (stages, order) => {
          const plans = plansOf({ ...workload(stages), order });
          const all = plans.reduce(
            (sum, plan) =>
              sum +
              plan.stages.reduce((area, { seconds, from, to }) => area + (seconds * (from + to)) / 2, 0),
            0,
          );
          const bySecond = Array.from({ length: 1_000 }, (_, second) =>
            wantedRate(plans, second, second + 1),
          );
          expect(bySecond.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(all, 4);
          const byPhase = [...phasePlans(plans).values()];
          expect(byPhase.reduce((sum, { arrivals }) => sum + arrivals, 0)).toBeCloseTo(all, 4);
        },
      ),
    );
  });
});

describe('the phases of a plan', () => {
  test('each ramp has its own seconds and its own rate', () => {
    const phases = phasePlans(plansOf(workloads.stress, ['crud']));
    expect([...phases.keys()]).toEqual([
      'ramp',
      'steady',
      'ramp-2',
      'twice',
      'ramp-3',
      'four-times',
      'recovery',
    ]);
    const rates = [...phases.values()].map(({ seconds, arrivals }) => arrivals / seconds);
    expect(rates.slice(0, 6)).toEqual([20, 30, 45, 60, 90, 120]);
  });

  test('of scenarios in turn are each of one scenario, with the rate that it is asked', () => {
    const phases = phasePlans(plansOf(workloads.smoke));
    expect([...phases].map(([phase, { seconds, arrivals }]) => [phase, seconds, arrivals / seconds])).toEqual(
      [
        ['crud ramp', 2, 15],
        ['crud steady', 11, 15],
        ['approval ramp', 2, 3],
        ['approval steady', 11, 3],
      ],
    );
  });

  test('of scenarios side by side are of all of them, as are those of one alone', () => {
    expect(phasePlans(plansOf(workloads.average)).get('steady')).toEqual({
      seconds: 120,
      arrivals: 120 * 36,
    });
    expect([...phasePlans(plansOf(workloads.smoke, ['crud'])).keys()]).toEqual(['ramp', 'steady']);
  });

  test('end where the run was ended', () => {
    const phases = phasePlans(plansOf(workloads.average, ['crud']), 30);
    expect(phases.get('steady')).toEqual({ seconds: 10, arrivals: 300 });
    expect(phases.has('recovery')).toBe(false);
  });
});
