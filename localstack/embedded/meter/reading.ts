/** What `GET /_testbed/meter` answers. A change that its readers would notice raises `version`. */
export interface MeterReading {
  readonly version: 1;
  /** ISO 8601, on the emulated clock: when the meter was reset, and now. */
  readonly since: string;
  readonly until: string;
  readonly region: string;
  readonly running: boolean;
  readonly calls: readonly CallReading[];
  readonly quantities: readonly QuantityReading[];
}

/** The calls of one caller to one action on one resource. */
export interface CallReading {
  /** The name of a role, of an AWS service (`lambda.amazonaws.com`), `root` or `anonymous`. */
  readonly caller: string;
  /** As in `aws-sdk:` integrations, e.g. `dynamodb`. */
  readonly service: string;
  readonly action: string;
  /** Name of the table, queue, bucket …; `*` for a call that names none, `(other)` beyond the first 10 000. */
  readonly resource: string;
  readonly calls: number;
  /** Calls that were answered with an error, by its code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Those of the errors that ask the caller to slow down. */
  readonly throttles: number;
  /** Those of the calls that were an SDK's second or later attempt (`amz-sdk-request: attempt=2`). */
  readonly retries: number;
}

/** How much of a quantity a resource used; see core/meter.ts for the units. */
export interface QuantityReading {
  readonly service: string;
  readonly quantity: string;
  readonly resource: string;
  readonly amount: number;
}
