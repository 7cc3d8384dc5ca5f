/**
 * Every error that the API answers with, by its stable code (RFC 9457 problem details). docs/problems.md lists
 * the same codes; a test compares the two.
 */
export const problems = {
  'request.invalid': { status: 400, title: 'The request does not fit the schema' },
  'request.malformed': { status: 400, title: 'The body is not JSON' },
  'request.cursor': { status: 400, title: 'The cursor is not one of this list' },
  'auth.required': { status: 401, title: 'A valid access token is required' },
  'auth.role-required': { status: 403, title: 'The role of the caller does not allow this' },
  'auth.not-active': { status: 403, title: 'The caller is not an active person' },
  'route.not-found': { status: 404, title: 'There is no such route' },
  'expense.not-found': { status: 404, title: 'There is no such expense' },
  'expense.not-owner': { status: 403, title: 'Only the owner may change an expense' },
  'expense.not-draft': { status: 409, title: 'Only a draft can be changed' },
  'expense.deleted': { status: 409, title: 'The expense made with this key has been deleted' },
  'expense.changed': { status: 412, title: 'The expense has changed since it was read' },
  'expense.if-match-required': { status: 428, title: 'The header If-Match is required' },
  'expense.busy': { status: 503, title: 'The expense is being changed by others' },
  'expense.too-long': { status: 409, title: 'The expense cannot grow further' },
  'idempotency.key-reused': { status: 422, title: 'The Idempotency-Key was used with another body' },
  'receipt.not-found': { status: 404, title: 'There is no such receipt' },
  'receipt.pending': { status: 409, title: 'A receipt has not been looked at yet' },
  'receipt.too-many': { status: 409, title: 'The expense has as many receipts as it can hold' },
  'approval.not-submitted': { status: 409, title: 'The expense is not submitted' },
  'approval.settled': { status: 409, title: 'The approval has already been decided' },
  'approval.not-waiting': { status: 409, title: 'The expense does not wait for a decision of the caller' },
  'approval.own-expense': { status: 403, title: 'Nobody approves their own expense' },
  'approval.not-approver': { status: 403, title: 'The caller is not an approver of this expense' },
  'approval.reassign-invalid': { status: 400, title: 'The step cannot go to that person' },
  'approval.second-decision': { status: 403, title: 'Nobody decides two steps of one approval' },
  'user.not-found': { status: 404, title: 'There is no such user' },
  'user.manager-invalid': { status: 400, title: 'The manager cannot be that person' },
  'user.busy': { status: 503, title: 'The user is being changed by others' },
  'user.own-admin-role': { status: 409, title: 'Admins cannot give up their own role' },
  'user.own-deactivation': { status: 409, title: 'Admins cannot deactivate themselves' },
  'request.too-large': { status: 413, title: 'The body is too large' },
  'request.media-type': { status: 415, title: 'The body has to be application/json' },
  'request.refused': { status: 400, title: 'The request cannot be processed' },
  'internal.error': { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** One offending field: a JSON pointer into the body, or `query/limit`-like into another part of the request. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

/** An error that the caller may see. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;

  constructor(code: ProblemCode, detail: string | undefined, errors: readonly FieldError[] | undefined) {
    super(detail ?? problems[code].title);
    this.name = 'ProblemError';
    this.code = code;
    this.status = problems[code].status;
    this.errors = errors;
  }
}

/** The error of `code`, to be thrown; `detail` explains this occurrence (default: the code's title). */
export function problem(
  code: ProblemCode,
  { detail, errors }: { detail?: string; errors?: readonly FieldError[] } = {},
): ProblemError {
  return new ProblemError(code, detail, errors);
}

/** The body of an `application/problem+json` answer. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly requestId: string;
}

/** The problem document of `error` for one request. */
export function problemBody(error: ProblemError, requestId: string): ProblemBody {
  const { status, title } = problems[error.code];
  return {
    type: `urn:problem:${error.code}`,
    title,
    status,
    code: error.code,
    ...(error.message === title ? {} : { detail: error.message }),
    ...(error.errors ? { errors: error.errors } : {}),
    requestId,
  };
}
