/**
 * What AWS bills a service by, besides the calls themselves; each quantity in the unit that is named here. Services count
 * what only they know. What a unit costs is no business of the embedded AWS.
 */
export interface Quantities {
  /** Request units (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html). */
  dynamodb: 'readUnits' | 'writeUnits';
  /** GetRecords, but for Lambda's own (https://aws.amazon.com/dynamodb/pricing/on-demand/). */
  dynamodbstreams: 'readRequests';
  /** `stateTransitions`: states entered and retried, of Standard workflows. */
  sfn: 'stateTransitions';
  /**
   * `megabyteMilliseconds`: memory size times billed duration, by architecture; `billedMilliseconds` alone;
   * `initMilliseconds` of the `coldStarts`, which are part of what is billed.
   */
  lambda:
    | 'invocations'
    | 'functionErrors'
    | 'throttles'
    | 'coldStarts'
    | 'initMilliseconds'
    | 'billedMilliseconds'
    | 'megabyteMilliseconds.arm64'
    | 'megabyteMilliseconds.x86_64';
  /** `requests` in chunks of 512 KB; `responseBytes` of bodies; `throttles` and `unauthorized` requests are not billed. */
  apigatewayv2: 'requests' | 'responseBytes' | 'throttles' | 'unauthorized';
  /**
   * `writeRequests`: PUT, COPY, POST and LIST; `readRequests`: GET and all other, but for deletions, which are free;
   * `storedBytes`: what was added less what was taken away; `failedEventDeliveries` were tried again, `lostEvents` no longer.
   */
  s3:
    | 'writeRequests'
    | 'readRequests'
    | 'uploadedBytes'
    | 'downloadedBytes'
    | 'storedBytes'
    | 'failedEventDeliveries'
    | 'lostEvents';
  /** `requests` in chunks of 64 KB. */
  sqs: 'requests';
  /** `ingestedBytes` with the 26 bytes that AWS counts for each event; `scannedBytes` by queries of Logs Insights. */
  cloudwatchlogs: 'ingestedBytes' | 'scannedBytes';
  /** `customMetrics`: how many different ones outside of the AWS namespaces. */
  cloudwatch: 'customMetrics';
  /** `activeUsers`: how many different ones signed in, signed up or changed. */
  cognitoidentityprovider: 'activeUsers';
  scheduler: 'invocations';
  /** `traces` recorded: different ones that segments came of. */
  xray: 'traces';
}

/** Where services count. Counting is cheap: a few look-ups, and nothing is allocated but for a new resource. */
export interface Meter {
  /** Whether anything is counted; where not, what is costly to find out need not be. */
  readonly running: boolean;
  add<Name extends keyof Quantities>(
    service: Name,
    quantity: Quantities[Name],
    resource: string,
    amount: number,
  ): void;
  /** Counts `member` if it was not counted since the meter was reset. */
  addDistinct<Name extends keyof Quantities>(
    service: Name,
    quantity: Quantities[Name],
    resource: string,
    member: string,
  ): void;
}

/** A meter of services that are not metered. */
export const noMeter: Meter = { running: false, add() {}, addDistinct() {} };
