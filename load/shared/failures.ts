/**
 * What can be wrong with an answer, each with the name that reports give it. The scripts count them apart, because
 * k6's own rate of failures says how many there were and not what to look for.
 */
export const failureKinds = {
  no_answer: 'no answer',
  unauthorized: '401 unauthorized',
  forbidden: '403 forbidden',
  not_found: '404 not found',
  conflict: '409 conflict',
  precondition_failed: '412 precondition failed',
  throttled: '429 too many requests',
  other_client_error: 'other 4xx',
  internal_error: '500 internal server error',
  unavailable: '502, 503, 504 unavailable',
  other_server_error: 'other 5xx',
  unexpected_success: 'another success than expected',
} as const;

/** One of {@link failureKinds}. */
export type FailureKind = keyof typeof failureKinds;

const kinds = Object.keys(failureKinds) as FailureKind[];

const KIND_BY_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'precondition_failed',
  429: 'throttled',
  500: 'internal_error',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** The kind of an answer that was not what its request expects; k6 gives the status 0 to what was not answered. */
export function failureKindOf(status: number): FailureKind {
  const own = KIND_BY_STATUS[status];
  if (own) return own;
  if (status === 0) return 'no_answer';
  if (status < 400) return 'unexpected_success';
  return status < 500 ? 'other_client_error' : 'other_server_error';
}

/** k6's name of the counter of a kind. */
export function failureCounter(kind: FailureKind): string {
  return `failures_${kind}`;
}

/** The counters of all kinds. */
export const failureCounters: readonly string[] = kinds.map(failureCounter);

/** How many answers were wrong in one way. */
export interface FailureCount {
  /** As reports call it, e.g. `409 conflict`. */
  readonly kind: string;
  readonly count: number;
}

/**
 * The unexpected answers of a run by kind, most frequent first; what was sent again and then answered is none.
 *
 * @param countOf the count of one of {@link failureCounters}
 */
export function failureCounts(countOf: (counter: string) => number): FailureCount[] {
  return kinds
    .map((kind) => ({ kind: failureKinds[kind], count: countOf(failureCounter(kind)) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
