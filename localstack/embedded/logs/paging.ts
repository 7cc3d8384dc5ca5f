import { invalidParameter } from './errors.ts';
import { MAX_EVENTS_READ } from './model.ts';

/** The part of a list request that says which page of it is wanted. */
export interface PageInput {
  readonly nextToken?: string;
  /** Default: 50. */
  readonly limit?: number;
}

/** A page of at most `limit` items, with a token for the next. */
export function page<T>(
  all: readonly T[],
  { nextToken, limit = 50 }: PageInput,
): { items: T[]; nextToken?: string } {
  const start = Number(nextToken ?? 0);
  const end = start + limit;
  const items = all.slice(start, end);
  return end < all.length ? { items, nextToken: String(end) } : { items };
}

/** Refuses more events in one answer than AWS gives. Throws InvalidParameterException. */
export function checkLimit(limit: number | undefined): void {
  if (limit === undefined || limit <= MAX_EVENTS_READ) return;
  throw invalidParameter(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${MAX_EVENTS_READ}`,
  );
}
