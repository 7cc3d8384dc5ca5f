/**
 * What one load run is going to do: written by load/run, read by load/k6. Plain data, because it
 * crosses from Node to k6 as a JSON file.
 */
export interface LoadPlan {
  /** Base URL of the API, without a trailing slash. */
  readonly apiUrl: string;
  /** The teams of the load's population: a manager, the people who report to them, and their tokens. */
  readonly teams: readonly Team[];
  /** How to sign in to the user pool in front of the API, for scenarios that do. */
  readonly signIn?: SignIn | undefined;
  /** The phases of each scenario's workload, in order, by their ends in seconds since the scenario began. */
  readonly phases?: Readonly<Record<string, readonly PhaseEnd[]>>;
  /** What a comparison drives instead, in turn. */
  readonly comparison?: ComparisonPlan;
  /** k6's own options (https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/). */
  readonly options: K6Options;
}

/** Where the people of the load sign in, and with what. */
export interface SignIn {
  /** The address of Cognito's API. */
  readonly url: string;
  readonly clientId: string;
  /** Of everybody in the load's population. */
  readonly password: string;
}

/** Until when a phase lasts. */
export interface PhaseEnd {
  readonly phase: string;
  readonly untilSeconds: number;
}

/** One of the APIs that a comparison drives in turn, with its own population. */
export type LoadSide = Pick<LoadPlan, 'apiUrl' | 'teams' | 'signIn'> & {
  /** What is posted as a turn begins: where both sides are the same stack, it makes the difference. */
  readonly atTurn?: TurnRequest;
};

/** A request that is posted before a turn. */
export interface TurnRequest {
  readonly url: string;
  readonly body: string;
}

/** The two sides of a comparison. */
export type SideName = 'a' | 'b';

/** Two APIs that have their turns iteration by iteration, so that a slow second of the machine hits both alike. */
export interface ComparisonPlan {
  /** The boots of each side; the n-th iteration of A and that of B go to boots of the same number. */
  readonly sides: Readonly<Record<SideName, readonly LoadSide[]>>;
  readonly first: SideName;
  /** Figures are kept apart by rounds of this length; what comes before the first one warms up. */
  readonly roundSeconds: number;
  readonly warmUpSeconds: number;
  /** Whether side A is a bare Fastify and is only asked for hello. */
  readonly againstYardstick: boolean;
}

/** One manager and those whose expenses they approve. */
export interface Team {
  readonly manager: LoadUser;
  readonly employees: readonly LoadUser[];
}

/** Somebody with an access token that was minted before the test began. */
export interface LoadUser {
  /** Their id in the user pool and in the product: the `sub` of their tokens. */
  readonly id: string;
  readonly email: string;
  readonly accessToken: string;
}

/** The part of k6's options that plans use. */
export interface K6Options {
  readonly scenarios: Readonly<Record<string, K6Scenario>>;
  readonly thresholds: Readonly<Record<string, readonly string[]>>;
  readonly summaryTrendStats: readonly string[];
  /** Which of k6's own tags every sample carries; default: all of them. */
  readonly systemTags?: readonly string[];
  readonly noCookiesReset?: boolean;
  readonly discardResponseBodies?: boolean;
  readonly userAgent?: string;
}

/** An arrival-rate scenario (open model) or, for benchmarks, one of constant virtual users (closed model). */
export type K6Scenario = {
  /** A function of load/k6/main.ts: `scenario` looks up by its k6 scenario's name, which is that of one of ours. */
  readonly exec: 'scenario' | 'hello';
  readonly startTime?: string;
  readonly gracefulStop?: string;
  readonly tags?: Readonly<Record<string, string>>;
} & (
  | {
      readonly executor: 'ramping-arrival-rate';
      readonly startRate: number;
      readonly timeUnit: string;
      readonly preAllocatedVUs: number;
      readonly maxVUs: number;
      readonly stages: readonly Stage[];
    }
  | { readonly executor: 'constant-vus'; readonly vus: number; readonly duration: string }
);

/** A k6 stage: ramp to `target` iterations per time unit over `duration`. */
export interface Stage {
  readonly duration: string;
  readonly target: number;
}
