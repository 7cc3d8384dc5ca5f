import { dynamoDbErrors } from '../errors.ts';
import type { CheckedInput } from '../run.ts';
import type { ReadRange } from './read-range.ts';

/** Keys begin with a hash, of whose three first digits each segment has its share. */
const HASHES = 4_096;

/** The part of the order that a segment of a parallel Scan reads; all of it where the Scan is not parallel. */
export function segmentRange({ Segment = 0, TotalSegments = 1 }: CheckedInput): ReadRange {
  if (TotalSegments <= 1) return {};
  const end = { lt: `${hashDigits(share(Segment + 1, TotalSegments) - 1)}~` };
  return Segment > 0 ? { gt: hashDigits(share(Segment, TotalSegments)), ...end } : end;
}

/** Throws ValidationException for a start that lies in another segment. */
export function checkSegment(
  { Segment, TotalSegments }: CheckedInput,
  { gt, lt }: ReadRange,
  start: string,
): void {
  if ((gt === undefined || start >= gt) && (lt === undefined || start <= lt)) return;
  throw dynamoDbErrors.validation(
    `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${TotalSegments} Segment: ${Segment}`,
  );
}

function share(segment: number, segments: number): number {
  return Math.ceil((HASHES * segment) / segments);
}

function hashDigits(hash: number): string {
  return hash.toString(16).padStart(3, '0').slice(-3);
}
