/** An error that a client of the emulated AWS is meant to see, with AWS's own code, message and status. */
export class AwsError extends Error {
  /** AWS's name of the error, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Further members of the error's shape, e.g. `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** The answer to an operation that AWS has and the embedded AWS does not: never a made-up success. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `The embedded AWS does not implement ${service}:${operation}. See docs/SUPPORT.md for what it does.`,
    501,
  );
}

/** How a call ended that was carried out, or undefined where it was not. */
export type CarriedOut = { readonly output: unknown } | { readonly error: unknown } | undefined;

/**
 * No answer reaches the caller, as where a connection ends: the caller does not learn how the call ended. Over HTTP the
 * connection is closed; a call within the process fails with {@link ConnectionLostError.asSeenByCaller}.
 */
export class ConnectionLostError extends Error {
  readonly code = 'ECONNRESET';
  readonly carriedOut: CarriedOut;

  constructor(carriedOut: CarriedOut) {
    super('The connection was lost.');
    this.carriedOut = carriedOut;
  }

  /** What AWS's own callers make of it: the SDK for Java's name, which state machines retry by. */
  asSeenByCaller(): AwsError {
    return new AwsError('SdkClientException', 'Unable to execute HTTP request: Connection reset', 500);
  }
}
