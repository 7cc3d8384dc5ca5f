/** What Node needs to know of a scenario to plan it; the requests themselves are in the scenario's file. */
export interface ScenarioDescription {
  /** The function that load/k6/main.ts exports for k6. */
  readonly exec: string;
  readonly description: string;
  /** Iterations a second in an ordinary hour of a mid-sized company: what a workload's share is of. */
  readonly rate: number;
  /** How long one iteration takes at most when all is well, in seconds: sizes the pool of virtual users. */
  readonly iterationSeconds: number;
  /** The routes that it calls, by the names of their requests; load/shared/targets.ts says how fast each has to be. */
  readonly routes: readonly string[];
  /** How many iterations it takes until each of them has been called. */
  readonly iterationsForAllRoutes: number;
  /** Those that are only called where lists hold something, which without a dataset nobody has promised. */
  readonly routesOfData?: readonly string[];
  /** The fewest requests that an iteration sends when all is well, by its number; after the last it begins anew. */
  readonly fewestRequests: readonly number[];
  /** The durations that it measures itself; load/shared/targets.ts limits these too. */
  readonly figures: readonly string[];
  /** What it counts. Each has to happen, or nothing was measured. */
  readonly counters: readonly string[];
  /** Whether it reads lists that somebody must have filled: without a dataset it finds them empty. */
  readonly readsLists?: boolean;
}

const crudRoutes = [
  'POST /expenses',
  'GET /expenses/{id}',
  'GET /expenses',
  'PATCH /expenses/{id}',
  'DELETE /expenses/{id}',
] as const;

const uploadRoutes = ['POST /expenses', 'POST /expenses/{id}/receipts', 'POST receipt to S3'] as const;

const approvalRoutes = [
  ...uploadRoutes,
  'POST /expenses/{id}/submit',
  'GET /approvals',
  'POST /expenses/{id}/approve',
  'GET /expenses/{id}',
] as const;

const readRoutes = [
  'GET /me',
  'GET /expenses',
  'GET /expenses (filtered)',
  'GET /expenses/{id}',
  'GET /approvals',
] as const;

/** Every second iteration deletes its expense. */
const crudRequests = [6, 5] as const;
/** Receipt, queue and outcome are looked for once at least. */
const approvalRequests = 8;
/** Whoever finds empty lists asks for nothing more; every fourth looks through a queue. */
const readRequests = [3, 3, 3, 1] as const;
/** As the scenario's file deals them out. */
const mixedRequests = Array.from({ length: 20 }, (_, turn) => {
  if (turn === 10) return approvalRequests;
  if (turn === 0 || turn === 5) return crudRequests[turn % 2] as number;
  return readRequests[turn % 4] as number;
});

/** Every scenario by its name on the command line. */
export const scenarios = {
  crud: {
    exec: 'crud',
    description: 'An employee creates, reads, lists, changes and deletes expenses',
    rate: 30,
    iterationSeconds: 0.5,
    routes: crudRoutes,
    iterationsForAllRoutes: 1,
    fewestRequests: crudRequests,
    figures: [],
    counters: [],
  },
  approval: {
    exec: 'approval',
    description: 'An employee submits an expense with its receipt, and the manager approves it',
    rate: 6,
    iterationSeconds: 3,
    routes: approvalRoutes,
    iterationsForAllRoutes: 1,
    fewestRequests: [approvalRequests],
    figures: ['approval_latency', 'approval_queue_delay', 'receipt_processing_delay'],
    counters: ['approvals'],
  },
  receipts: {
    exec: 'receipts',
    description: 'An employee puts a receipt on an expense, waits until it is accepted, and fetches it again',
    rate: 8,
    iterationSeconds: 2,
    routes: [
      ...uploadRoutes,
      'GET /expenses/{id}',
      'GET /expenses/{id}/receipts/{receiptId}',
      'GET receipt from S3',
      'DELETE /expenses/{id}/receipts/{receiptId}',
    ],
    iterationsForAllRoutes: 1,
    fewestRequests: [7, 6, 6],
    figures: ['receipt_processing_delay'],
    counters: [],
  },
  reads: {
    exec: 'reads',
    description: 'People leaf through their expenses and their queue, page by page and filtered',
    rate: 40,
    iterationSeconds: 0.5,
    routes: readRoutes,
    iterationsForAllRoutes: 4,
    routesOfData: ['GET /expenses/{id}'],
    fewestRequests: readRequests,
    figures: [],
    counters: [],
    readsLists: true,
  },
  mixed: {
    exec: 'mixed',
    description: 'A company at work: mostly reading, and one approval for every three expenses',
    rate: 40,
    iterationSeconds: 0.75,
    routes: [...new Set([...readRoutes, ...crudRoutes, ...approvalRoutes])],
    iterationsForAllRoutes: 11,
    fewestRequests: mixedRequests,
    figures: ['approval_latency', 'approval_queue_delay', 'receipt_processing_delay'],
    counters: ['approvals'],
    readsLists: true,
  },
  auth: {
    exec: 'auth',
    description: 'Somebody signs in, uses the API, and comes back with a refreshed token',
    // Two sign-ins an iteration: six times this is still below the 120 a second that Cognito allows.
    rate: 8,
    iterationSeconds: 0.5,
    routes: ['InitiateAuth USER_PASSWORD_AUTH', 'InitiateAuth REFRESH_TOKEN_AUTH', 'GET /me'],
    iterationsForAllRoutes: 1,
    fewestRequests: [4],
    figures: [],
    counters: [],
  },
} as const satisfies Record<string, ScenarioDescription>;

/** A scenario's name. */
export type ScenarioName = keyof typeof scenarios;

/** A duration that some scenario measures itself. */
export type FigureName = (typeof scenarios)[ScenarioName]['figures'][number];
