import { problem } from '../errors/problems.ts';

/** The entity tag of a version. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Whether an `If-Match` header allows a change of `version` (RFC 9110, 13.1.1). The comparison is strong, so a weak tag
 * never matches; `*` alone matches everything, but not inside a list.
 */
export function ifMatchAllows(header: string, version: number): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => tag.trim() === etagOf(version));
}

/** Throws 428 when `If-Match` is missing, 412 when it names another version. */
export function requireIfMatch(header: string | undefined, version: number): void {
  if (header === undefined || header.trim() === '') throw problem('expense.if-match-required');
  checkIfMatch(header, version);
}

/**
 * For a decision on what somebody has seen: `If-Match` has to name exactly one version, so `*` and lists count as
 * missing. Throws 428 when it does not name one, 412 when it names another.
 */
export function requireSeenVersion(header: string | undefined, version: number): void {
  if (/[*,]/.test(header ?? '')) {
    const detail = 'If-Match has to name the one version that was seen';
    throw problem('expense.if-match-required', { detail });
  }
  requireIfMatch(header, version);
}

/** Throws 412 when there is an `If-Match` that names another version. */
export function checkIfMatch(header: string | undefined, version: number): void {
  if (header !== undefined && header.trim() !== '' && !ifMatchAllows(header, version)) {
    throw problem('expense.changed');
  }
}
