/** What Node needs to know of a scenario to plan it; the requests themselves are in the scenario's file. */
export interface ScenarioDescription {
  /** The function that load/main.ts exports for k6. */
  readonly exec: string;
  readonly description: string;
  /** How long one iteration takes at most when all is well, in seconds: sizes the pool of virtual users. */
  readonly iterationSeconds: number;
  /** The 95th percentile that each route is to hold, in milliseconds. */
  readonly p95: Readonly<Record<string, number>>;
  /** Thresholds on the scenario's own figures. */
  readonly figures: Readonly<Record<string, readonly string[]>>;
}

/** Every scenario by its name on the command line. */
export const scenarios = {
  crud: {
    exec: 'crud',
    description: 'An employee creates, reads, lists, changes and deletes expenses',
    iterationSeconds: 0.5,
    p95: {
      'POST /expenses': 250,
      'GET /expenses/{id}': 250,
      'GET /expenses': 250,
      'PATCH /expenses/{id}': 250,
      'DELETE /expenses/{id}': 250,
    },
    figures: {},
  },
  approval: {
    exec: 'approval',
    description: 'An employee submits an expense with its receipt, and the manager approves it',
    iterationSeconds: 3,
    p95: {
      'POST /expenses': 250,
      'POST /expenses/{id}/receipts': 250,
      'POST receipt to S3': 250,
      'POST /expenses/{id}/submit': 400,
      'GET /approvals': 300,
      'POST /expenses/{id}/approve': 400,
      'GET /expenses/{id}': 250,
    },
    figures: {
      approval_latency: ['p(95)<1500'],
      approval_queue_delay: ['p(95)<1500'],
      receipt_processing_delay: ['p(95)<2000'],
      approvals: ['count>0'],
    },
  },
} as const satisfies Record<string, ScenarioDescription>;

/** A scenario's name. */
export type ScenarioName = keyof typeof scenarios;
