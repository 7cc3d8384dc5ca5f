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
