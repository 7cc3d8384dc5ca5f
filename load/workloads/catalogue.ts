import type { Stage } from '../plan.ts';
import type { ScenarioName } from '../scenarios/catalogue.ts';

/** How hard and how long: iterations per second by scenario, over stages. No workload knows a request. */
export interface Workload {
  readonly description: string;
  /** Iterations per second at the stages' full height. */
  readonly rate: Readonly<Record<ScenarioName, number>>;
  /** Stages as shares of the full rate. */
  readonly stages: readonly { readonly seconds: number; readonly share: number }[];
  /** Whether several scenarios run one after the other, or side by side. */
  readonly order: 'in turn' | 'side by side';
}

/** Every workload by its name on the command line. */
export const workloads = {
  smoke: {
    description: 'Half a minute in all: does everything work, and at what speed when nothing queues',
    rate: { crud: 15, approval: 4 },
    stages: [
      { seconds: 2, share: 1 },
      { seconds: 11, share: 1 },
    ],
    order: 'in turn',
  },
  average: {
    description: 'An ordinary working hour of a mid-sized company, squeezed into two minutes and a half',
    rate: { crud: 30, approval: 6 },
    stages: [
      { seconds: 20, share: 1 },
      { seconds: 120, share: 1 },
      { seconds: 10, share: 0 },
    ],
    order: 'side by side',
  },
} as const satisfies Record<string, Workload>;

/** A workload's name. */
export type WorkloadName = keyof typeof workloads;

/** The stages of a workload in k6's form, for a full rate in iterations per second. */
export function stagesOf(workload: Workload, rate: number): Stage[] {
  return workload.stages.map(({ seconds, share }) => ({
    duration: `${seconds}s`,
    target: Math.round(rate * share),
  }));
}

/** How long a workload keeps one scenario busy, in seconds. */
export function secondsOf(workload: Workload): number {
  return workload.stages.reduce((total, { seconds }) => total + seconds, 0);
}
