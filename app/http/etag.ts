import { problem } from './problems.ts';

/** The entity tag of a version. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Whether an `If-Match` header allows a change of `version` (RFC 9110, 13.1.1): the strong comparison, so a weak
 * tag never matches; `*` matches everything.
 */
export function ifMatchAllows(header: string, version: number): boolean {
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim() === etagOf(version));
}

/** Throws 428 when `If-Match` is missing, 412 when it names another version. */
export function requireIfMatch(header: string | undefined, version: number): void {
  if (header === undefined || header.trim() === '') throw problem('expense.if-match-required');
  checkIfMatch(header, version);
}

/**
 * For a decision on what somebody has seen: `If-Match` has to name the version, so `*`, which holds for any, is as good
 * as none. Throws 428 when it names none, 412 when it names another one.
 */
export function requireSeenVersion(header: string | undefined, version: number): void {
  if (header?.trim() === '*') {
    throw problem('expense.if-match-required', { detail: 'If-Match has to name the version that was seen' });
  }
  requireIfMatch(header, version);
}

/** Throws 412 when there is an `If-Match` that names another version. */
export function checkIfMatch(header: string | undefined, version: number): void {
  if (header !== undefined && header.trim() !== '' && !ifMatchAllows(header, version)) {
    throw problem('expense.changed');
  }
}
