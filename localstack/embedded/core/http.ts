/** A request as it came in, before any protocol is known. Bodies are whole: nothing here streams. */
export interface AwsRequest {
  readonly method: string;
  /** The path as sent: still percent-encoded, without the query. */
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly query: string;
  /** Names in lower case; several values of one name joined by a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly sourceIp: string;
}

/** An answer to an {@link AwsRequest}. Header names in lower case; several cookies as an array. */
export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Uint8Array | string;
}

/** What is known of a call that came from outside. */
export interface Origin {
  /** Which attempt of the caller's SDK this is, 1 for the first; absent where it does not say. */
  readonly attempt?: number;
  /** The caller's address. */
  readonly sourceIp?: string;
}

/** What a request says of the call that it carries. */
export function originOf(request: AwsRequest): Origin {
  const attempt = attemptOf(request);
  const { sourceIp } = request;
  return attempt === undefined ? { sourceIp } : { attempt, sourceIp };
}

/** Which attempt of a call a request is, which SDKs write in `amz-sdk-request: attempt=2; max=3`; undefined where not. */
function attemptOf({ headers }: AwsRequest): number | undefined {
  const header = headers['amz-sdk-request'];
  if (header === undefined) return undefined;
  if (header.startsWith('attempt=1;')) return 1;
  const attempt = /(?:^|[;\s])attempt=(\d+)/.exec(header)?.[1];
  return attempt === undefined ? undefined : Number(attempt);
}
