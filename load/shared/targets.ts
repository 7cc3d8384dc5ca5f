import type { FigureName } from '../k6/scenarios/catalogue.ts';

/** What a kind of target is asked, and held to. A limit belongs to what answers, not to who asks. */
export interface TargetProfile {
  readonly description: string;
  /** The share of a workload's rate that it is asked, so that what is measured is its speed and not its queue. */
  readonly rateShare: number;
  /** The 95th percentile that a route is to hold, in milliseconds; `other` is for each route that is not named. */
  readonly p95: { readonly other: number; readonly [route: string]: number };
  /** The 95th percentile of each of the scenarios' own figures, in milliseconds. */
  readonly figures: Readonly<Record<FigureName, number>>;
}

/** Every profile by its name on the command line. */
export const targets = {
  embedded: {
    description: 'the embedded AWS, on the machine that also generates the load',
    rateShare: 1,
    p95: {
      other: 250,
      'GET /approvals': 300,
      'POST /expenses/{id}/submit': 400,
      'POST /expenses/{id}/approve': 400,
    },
    figures: { approval_latency: 1500, approval_queue_delay: 1500, receipt_processing_delay: 2000 },
  },
  localstack: {
    description:
      'docker compose: LocalStack 4.14 with the embedded Cognito, API Gateway, Lambda and scheduler',
    // Two cores take little more than one approval a second there since everything is encrypted under a key of KMS.
    rateShare: 0.1,
    p95: {
      other: 2500,
      'POST /expenses/{id}/submit': 4000,
      'POST /expenses/{id}/approve': 4000,
    },
    figures: { approval_latency: 8000, approval_queue_delay: 6000, receipt_processing_delay: 6000 },
  },
  ministack: {
    description:
      'docker compose: MiniStack 1.5.33 with the embedded Cognito, API Gateway, Lambda and scheduler',
    rateShare: 1,
    p95: {
      other: 400,
      'POST /expenses/{id}/submit': 600,
      'POST /expenses/{id}/approve': 600,
    },
    figures: { approval_latency: 2500, approval_queue_delay: 2500, receipt_processing_delay: 4000 },
  },
  stage: {
    description: 'a stage deployed to AWS: no queue of ours, but a network, and cold starts',
    rateShare: 1,
    p95: {
      other: 500,
      'POST /expenses/{id}/submit': 800,
      'POST /expenses/{id}/approve': 800,
    },
    figures: { approval_latency: 3000, approval_queue_delay: 3000, receipt_processing_delay: 10_000 },
  },
} as const satisfies Record<string, TargetProfile>;

/** A profile's name. */
export type TargetProfileName = keyof typeof targets;
