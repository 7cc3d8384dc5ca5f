import { invalidParameter } from './errors.ts';

/** One page of `items`, from where `token` points to; the token is opaque to callers. */
export function page<T>(
  items: readonly T[],
  limit: number | undefined,
  token: string | undefined,
  most = 60,
): { items: readonly T[]; next: string | undefined } {
  const size = limit ?? most;
  if (size < 0 || size > most) {
    throw invalidParameter(
      `1 validation error detected: Value '${size}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
    );
  }
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('Invalid pagination token.');
  const end = start + (size || most);
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), next };
}
