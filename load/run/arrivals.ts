import type { K6Options } from '../shared/plan.ts';
import { stagesOf, type Workload } from '../workloads/workload.ts';

/** When one scenario's iterations are to begin, as k6 has it from the plan: what was reached is held against it. */
export interface ArrivalPlan {
  readonly scenario: string;
  /** Seconds since the run began. */
  readonly startSeconds: number;
  /** One after the other; in each the rate goes evenly from one to the other. */
  readonly stages: readonly ArrivalStage[];
}

/** A part of an {@link ArrivalPlan}; rates in iterations a second. */
export interface ArrivalStage {
  readonly phase: string;
  readonly seconds: number;
  readonly from: number;
  readonly to: number;
}

/** What a workload planned for one of its phases, over all scenarios that are in it side by side. */
export interface PhasePlan {
  /** How long it lasts, over all of its stages. */
  readonly seconds: number;
  /** How many iterations begin in it. */
  readonly arrivals: number;
}

/** k6 takes rates by the minute, so that a slow one is a whole number too ({@link k6Options}). */
const perMinute = 60;

/** The plan of each scenario, out of k6's own options: what was rounded for k6 is rounded here. */
export function arrivalPlans(scenarios: K6Options['scenarios'], workload: Workload): ArrivalPlan[] {
  const names = Object.keys(scenarios);
  return Object.entries(scenarios).flatMap(([scenario, one]) => {
    if (!('stages' in one)) return [];
    const named = stagesOf(scenario, names, workload);
    const stages = one.stages.map(({ duration, target }, index) => ({
      phase: named[index]?.phase ?? '',
      seconds: Number.parseFloat(duration),
      from: (one.stages[index - 1]?.target ?? one.startRate) / perMinute,
      to: target / perMinute,
    }));
    return { scenario, startSeconds: Number.parseFloat(one.startTime ?? '0'), stages };
  });
}

/** How many iterations a plan begins; k6 begins whole ones. */
export function plannedArrivals(plan: ArrivalPlan): number {
  const all = plan.stages.reduce((sum, { seconds, from, to }) => sum + (seconds * (from + to)) / 2, 0);
  // What comes out a hair below a whole number is that number.
  return Math.floor(all + 1e-6);
}

/** The rate that plans ask for between two seconds of the run, on average: iterations a second. */
export function wantedRate(plans: readonly ArrivalPlan[], from: number, to: number): number {
  if (to <= from) return 0;
  const arrivals = plans.flatMap(piecesOf).map((piece) => arrivalsIn(piece, from, to));
  return arrivals.reduce((sum, each) => sum + each, 0) / (to - from);
}

/**
 * What plans hold for each phase, in the order in which they first come.
 *
 * @param until the second at which the run was ended, where that was before its time
 */
export function phasePlans(
  plans: readonly ArrivalPlan[],
  until = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, PhasePlan> {
  const phases = new Map<string, { readonly times: Map<number, number>; arrivals: number }>();
  for (const piece of plans.flatMap(piecesOf)) {
    const end = Math.min(piece.end, until);
    if (end <= piece.start) continue;
    const phase = phases.get(piece.phase) ?? { times: new Map(), arrivals: 0 };
    phases.set(piece.phase, phase);
    // Scenarios that run side by side are in their phase at the same time.
    phase.times.set(piece.start, end - piece.start);
    phase.arrivals += arrivalsIn(piece, piece.start, end);
  }
  return new Map(
    [...phases].map(([name, { times, arrivals }]) => {
      const seconds = [...times.values()].reduce((sum, each) => sum + each, 0);
      return [name, { seconds, arrivals }];
    }),
  );
}

interface Piece extends ArrivalStage {
  /** Seconds since the run began. */
  readonly start: number;
  readonly end: number;
}

function piecesOf({ startSeconds, stages }: ArrivalPlan): Piece[] {
  let start = startSeconds;
  return stages.map((stage) => {
    const piece = { ...stage, start, end: start + stage.seconds };
    start = piece.end;
    return piece;
  });
}

/** The area below a stage's rate between two seconds of the run. */
function arrivalsIn({ start, end, seconds, from, to }: Piece, since: number, until: number): number {
  const [first, last] = [Math.max(start, since), Math.min(end, until)];
  if (last <= first) return 0;
  const rateAt = (second: number) => from + ((to - from) * (second - start)) / seconds;
  return ((rateAt(first) + rateAt(last)) / 2) * (last - first);
}
