/** What Node needs to know of a scenario to plan it; the requests themselves are in the scenario's file. */
export interface ScenarioDescription {
  /** The function that load/main.ts exports for k6. */
  readonly exec: string;
  readonly description: string;
  /** How long one iteration takes at most when all is well, in seconds: sizes the pool of virtual users. */
  readonly iterationSeconds: number;
  /** The routes that it calls, by the names of their requests; load/targets says how fast each has to be. */
  readonly routes: readonly string[];
  /** The durations that it measures itself; load/targets limits these too. */
  readonly figures: readonly string[];
  /** What it counts. Each has to happen, or nothing was measured. */
  readonly counters: readonly string[];
}

/** Every scenario by its name on the command line. */
export const scenarios = {
  crud: {
    exec: 'crud',
    description: 'An employee creates, reads, lists, changes and deletes expenses',
    iterationSeconds: 0.5,
    routes: [
      'POST /expenses',
      'GET /expenses/{id}',
      'GET /expenses',
      'PATCH /expenses/{id}',
      'DELETE /expenses/{id}',
    ],
    figures: [],
    counters: [],
  },
  approval: {
    exec: 'approval',
    description: 'An employee submits an expense with its receipt, and the manager approves it',
    iterationSeconds: 3,
    routes: [
      'POST /expenses',
      'POST /expenses/{id}/receipts',
      'POST receipt to S3',
      'POST /expenses/{id}/submit',
      'GET /approvals',
      'POST /expenses/{id}/approve',
      'GET /expenses/{id}',
    ],
    figures: ['approval_latency', 'approval_queue_delay', 'receipt_processing_delay'],
    counters: ['approvals'],
  },
} as const satisfies Record<string, ScenarioDescription>;

/** A scenario's name. */
export type ScenarioName = keyof typeof scenarios;

/** A duration that some scenario measures itself. */
export type FigureName = (typeof scenarios)[ScenarioName]['figures'][number];
