import type { Workload } from './workload.ts';

/** Every workload of stages by its name on the command line; `breakpoint` is a search and lives in load/breakpoint. */
export const workloads = {
  smoke: {
    description: 'Quarter of a minute: does everything work, and at what speed when nothing queues',
    order: 'in turn',
    // Enough to see that everything works; everybody's making keeps the first request waiting.
    teams: 1,
    employeesPerTeam: 2,
    // So little that nothing need be led up to it; what the first seconds find cold is kept apart as the ramp.
    startShare: 0.5,
    stages: [
      { phase: 'ramp', seconds: 2, share: 0.5 },
      { phase: 'steady', seconds: 11, share: 0.5 },
    ],
  },
  average: {
    description: 'An ordinary working hour of a mid-sized company, squeezed into two minutes and a half',
    order: 'side by side',
    stages: [
      { phase: 'ramp', seconds: 20, share: 1 },
      { phase: 'steady', seconds: 120, share: 1 },
      { phase: 'recovery', seconds: 10, share: 0 },
    ],
  },
  stress: {
    description: 'The last day of the month: twice and four times the ordinary load, for minutes',
    order: 'side by side',
    stages: [
      { phase: 'ramp', seconds: 20, share: 1 },
      { phase: 'steady', seconds: 60, share: 1 },
      { phase: 'ramp', seconds: 20, share: 2 },
      { phase: 'twice', seconds: 90, share: 2 },
      { phase: 'ramp', seconds: 20, share: 4 },
      { phase: 'four-times', seconds: 90, share: 4 },
      { phase: 'recovery', seconds: 10, share: 1 },
      { phase: 'recovery', seconds: 50, share: 1 },
    ],
  },
  spike: {
    description: 'Everybody at once after a reminder by mail: six times the load within seconds',
    order: 'side by side',
    stages: [
      { phase: 'ramp', seconds: 5, share: 1 },
      { phase: 'steady', seconds: 30, share: 1 },
      { phase: 'spike', seconds: 5, share: 6 },
      { phase: 'spike', seconds: 30, share: 6 },
      { phase: 'recovery', seconds: 5, share: 1 },
      { phase: 'recovery', seconds: 45, share: 1 },
    ],
  },
  soak: {
    // Access tokens live for an hour and are minted before the test.
    description: 'The ordinary load for three quarters of an hour: what leaks, fills up or slows down shows',
    order: 'side by side',
    stages: [
      { phase: 'ramp', seconds: 60, share: 1 },
      { phase: 'first-quarter', seconds: 660, share: 1 },
      { phase: 'middle', seconds: 1320, share: 1 },
      { phase: 'last-quarter', seconds: 660, share: 1 },
    ],
  },
} as const satisfies Record<string, Workload>;

/** A workload's name. */
export type WorkloadName = keyof typeof workloads;
