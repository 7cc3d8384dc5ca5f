import type { LoadUser, SignIn } from '../../shared/plan.ts';
import type { TargetProfileName } from '../../shared/targets.ts';

/**
 * A scenario: all there is to know of it, in one file. Node reads what it declares, k6 executes `iterate`; so these files
 * import modules of neither, and k6 comes in as the virtual user that does everything.
 */
export interface Scenario<
  Route extends string = string,
  Figure extends string = string,
  Counter extends string = string,
> {
  /** What somebody does in it, in a sentence. */
  readonly title: string;
  /** Iterations a second in an ordinary hour of a mid-sized company: what a workload's share is of. */
  readonly rate: number;
  /** How long one iteration takes at most when all is well, in seconds: sizes the pool of virtual users. */
  readonly iterationSeconds: number;
  /** What one iteration asks of AWS's quotas. */
  readonly demand: Demand;
  /** The routes that it calls, by the names of their requests, with their limits. */
  readonly routes: Readonly<Record<Route, RouteLimit>>;
  /** The durations that it measures itself, with their limits. */
  readonly figures: Readonly<Record<Figure, Limit>>;
  /** What it counts. Each has to happen, or nothing was measured. */
  readonly counters: readonly Counter[];
  /** The fewest requests that an iteration sends when all is well, by its number; after the last it begins anew. */
  readonly fewestRequests: readonly number[];
  /** How many iterations it takes until each of the routes has been called; default: 1. */
  readonly iterationsForAllRoutes?: number;
  /** Those that are only called where lists hold something, which without a dataset nobody has promised; default: none. */
  readonly routesOfData?: readonly NoInfer<Route>[];
  /** Whether it reads lists that somebody must have filled: without a dataset it finds them empty; default: false. */
  readonly readsLists?: boolean;
  iterate(user: VirtualUser<Route, Figure, Counter>): void | Promise<void>;
}

/** What is asked of AWS: by one iteration, or in a second. */
export interface Demand {
  /** Requests through API Gateway to the function; of polls as many as a stage needs that answers in a second. */
  readonly requests: number;
  /** Sign-ins and refreshes at Cognito. */
  readonly signIns: number;
  /** Executions started at Step Functions. */
  readonly executions: number;
}

/** The 95th percentile that is to be held on each kind of target, in milliseconds. */
export type Limit = Readonly<Record<TargetProfileName, number>>;

/** The same of a route; on targets that are not named it is the one that they have for any route. */
export type RouteLimit = Partial<Limit>;

/** Whoever runs an iteration: the person that they act as, and all that they can do. */
export interface VirtualUser<Route extends string, Figure extends string, Counter extends string> {
  /** Whom it acts as, and who decides on their expenses. */
  readonly employee: LoadUser;
  readonly manager: LoadUser;
  /** Where it signs in; absent where the plan has no user pool. */
  readonly signIn: SignIn | undefined;
  /** The number of this iteration in its scenario, from 0; in a comparison, among those of its side. */
  readonly iteration: number;
  /** A text that no other iteration has: an idempotency key. */
  readonly key: string;
  /** Calls the API. */
  readonly call: (route: Route, call: ApiCall) => Answer;
  /** Sends a request elsewhere, to S3 or Cognito. */
  readonly send: (route: Route, request: Request) => Answer;
  /** Looks until there is something to see, or patience ends; `waited` in milliseconds. */
  readonly until: <T>(
    what: string,
    see: () => T | undefined,
  ) => { readonly value: T; readonly waited: number } | undefined;
  /** Keeps how long something took that the scenario measures itself, in milliseconds. */
  readonly measure: (figure: Figure, milliseconds: number) => void;
  readonly count: (counter: Counter) => void;
}

/** A virtual user as a step needs it, which calls these routes and measures nothing. */
export type Caller<Route extends string> = VirtualUser<Route, never, never>;

/** One call of the API; the method is the first word of its route. */
export interface ApiCall {
  readonly path: string;
  /** Default: the employee. */
  readonly as?: Pick<LoadUser, 'accessToken'>;
  /** Sent as JSON. */
  readonly body?: object;
  /** The version that a write is for, as an ETag. */
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  /** The status of an answer that is as it should be; default: 200. */
  readonly expect?: number;
  /** Whether the scenario reads the answer's body; default: false, which throws it away. */
  readonly keepBody?: boolean;
}

/** A request as it is sent. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | ArrayBuffer;
  /** The statuses of an answer that is as it should be; default: 200. */
  readonly expect?: number | readonly number[];
  /** Default: false. */
  readonly keepBody?: boolean;
}

/** An answer; its body is there where it was kept. */
export interface Answer {
  /** 0 where there was none. */
  readonly status: number;
  /** By their names as Go writes them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Throws where the body is no JSON. */
  json(): unknown;
}

/** A scenario as it is, with its names inferred: a route, figure or counter that is used and not declared is a type error. */
export function scenario<
  const Route extends string,
  const Figure extends string,
  const Counter extends string,
>(declared: Scenario<Route, Figure, Counter>): Scenario<Route, Figure, Counter> {
  return declared;
}
