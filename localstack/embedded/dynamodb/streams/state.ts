import type { EmbeddedContext } from '../../core/context.ts';
import { streamErrors } from './errors.ts';
import type { Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** What the operations of DynamoDB Streams work on. */
export interface StreamsState {
  readonly context: EmbeddedContext;
  readonly streams: Streams;
}

/** The stream of that ARN. Throws ResourceNotFoundException. */
export function findStream({ streams }: StreamsState, arn: unknown): Stream {
  if (typeof arn !== 'string') {
    throw streamErrors.validation(
      "1 validation error detected: Value null at 'streamArn' failed to satisfy constraint: Member must not be null",
    );
  }
  const stream = streams.find(arn);
  if (!stream) throw streamErrors.streamNotFound(arn);
  return stream;
}

/** A page's size, between 1 and `most`, which is the default. Throws ValidationException. */
export function limitOf(value: unknown, most: number): number {
  if (value === undefined) return most;
  const limit = Number(value);
  if (limit >= 1 && limit <= most) return limit;
  const bound =
    limit < 1
      ? 'Member must have value greater than or equal to 1'
      : `Member must have value less than or equal to ${most}`;
  throw streamErrors.validation(
    `1 validation error detected: Value '${String(value)}' at 'limit' failed to satisfy constraint: ${bound}`,
  );
}
