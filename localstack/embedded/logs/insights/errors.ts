import { AwsError } from '../../core/errors.ts';

/** A query that Logs Insights cannot read, with the place where reading ended; offsets count from 0. */
export function malformedQuery(message: string, start: number, end = start + 1): AwsError {
  const location = { startCharOffset: start, endCharOffset: end };
  return new AwsError('MalformedQueryException', message, 400, { queryCompileError: { location, message } });
}
