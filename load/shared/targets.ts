/** What a kind of target is asked, and held to. A limit belongs to what answers, not to who asks. */
export interface TargetProfile {
  readonly description: string;
  /** The share of a workload's rate that it is asked, so that what is measured is its speed and not its queue. */
  readonly rateShare: number;
  /** The 95th percentile that a route is to hold for which its scenario names no other, in milliseconds. */
  readonly p95: number;
}

const profiles = {
  embedded: {
    description: 'the embedded AWS, on the machine that also generates the load',
    rateShare: 1,
    p95: 250,
  },
  localstack: {
    description:
      'docker compose: LocalStack 4.14 with the embedded Cognito, API Gateway, Lambda and scheduler',
    // Two cores take little more than one approval a second there since everything is encrypted under a key of KMS.
    rateShare: 0.1,
    p95: 2500,
  },
  ministack: {
    description:
      'docker compose: MiniStack 1.5.33 with the embedded Cognito, API Gateway, Lambda and scheduler',
    rateShare: 1,
    p95: 400,
  },
  stage: {
    description: 'a stage deployed to AWS: no queue of ours, but a network, and cold starts',
    rateShare: 1,
    p95: 500,
  },
};

/** A profile's name on the command line; limits of scenarios are by it. */
export type TargetProfileName = keyof typeof profiles;

/** Every profile by its name. */
export const targets: Readonly<Record<TargetProfileName, TargetProfile>> = profiles;
