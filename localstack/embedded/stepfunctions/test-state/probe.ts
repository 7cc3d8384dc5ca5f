import type { StateError } from '../executions/errors.ts';
import type { Json, JsonObject } from '../json.ts';

/** What an execution of one state alone is given besides its input. */
export interface ProbeSettings {
  /** Stands for the context object; default: the state's own. */
  readonly context?: JsonObject | undefined;
  /** The workflow's variables before the state. */
  readonly variables?: JsonObject | undefined;
  /** How often the retrier that the error is meant for has retried before. */
  readonly retries?: number | undefined;
  /** Stands for whatever the state would call or run: answers its result, or throws StateError. */
  readonly mock?: (() => Json) | undefined;
  /** The iterations of a mocked Map that failed. */
  readonly failedIterations?: number | undefined;
  /** What a mocked Map's ItemReader has read. */
  readonly readItems?: readonly Json[] | undefined;
}

/** A step of a state's data processing, by the name that TestState has for what it leaves. */
export type DataStep =
  | 'afterArguments'
  | 'afterInputPath'
  | 'afterItemBatcher'
  | 'afterItemSelector'
  | 'afterItemsPath'
  | 'afterItemsPointer'
  | 'afterParameters'
  | 'afterResultPath'
  | 'afterResultSelector'
  | 'result';

/** A limit of a Map, by TestState's name. */
export type MapLimit = 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage';

/** What became of an error: which retrier or catcher it was meant for. */
export interface ErrorDetails {
  readonly catchIndex?: number;
  readonly retryIndex?: number;
  readonly retryBackoffIntervalSeconds?: number;
}

/** Watches the execution of one state from inside: it ends where the state does, or would be tried again. */
export class Probe {
  readonly settings: ProbeSettings;
  readonly data = new Map<DataStep, Json>();
  readonly limits = new Map<MapLimit, number>();
  variables: Readonly<Record<string, Json>>;
  next: string | undefined;
  /** The error that was caught, or after which the state would be tried again. */
  error: StateError | undefined;
  errorDetails: ErrorDetails | undefined;
  willRetry = false;

  constructor(settings: ProbeSettings = {}) {
    this.settings = settings;
    this.variables = settings.variables ?? {};
  }

  /** Notes what a step of the data processing has left. */
  inspect(step: DataStep, value: Json): void {
    this.data.set(step, value);
  }

  /** Notes a Map's limit; one that is not set is none. */
  limit(name: MapLimit, value: number | undefined): void {
    if (value !== undefined) this.limits.set(name, value);
  }

  /** Notes the retrier that an error is meant for, and in how many milliseconds it tries again; absent: never. */
  retried(retryIndex: number, error: StateError, delay?: number): void {
    this.errorDetails =
      delay === undefined ? { retryIndex } : { retryIndex, retryBackoffIntervalSeconds: delay / 1000 };
    this.willRetry = delay !== undefined;
    this.error = error;
  }

  /** Notes the catcher that an error is meant for. */
  caught(catchIndex: number, error: StateError): void {
    this.errorDetails = { ...this.errorDetails, catchIndex };
    this.error = error;
  }

  /** Notes where the state leads, and the variables after it. */
  left(next: string | undefined, variables: Readonly<Record<string, Json>>): void {
    this.next = next;
    this.variables = variables;
  }
}
