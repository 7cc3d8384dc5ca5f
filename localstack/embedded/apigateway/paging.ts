import { badRequest } from './errors.ts';

/** The part of a list request that says which page of it is wanted; as text: it comes by query parameters. */
export interface PageInput {
  readonly MaxResults?: string;
  readonly NextToken?: string;
}

/** How {@link PageInput} travels in a URL. */
export const PAGE_QUERY = { maxResults: 'MaxResults', nextToken: 'NextToken' } as const;

/** One page, by the REST bindings' textual `maxResults` and opaque `nextToken`. */
export function page<T>(
  items: readonly T[],
  maxResults: string | undefined,
  nextToken: string | undefined,
): { Items: readonly T[]; NextToken: string | undefined } {
  const size = maxResults === undefined ? 100 : Number(maxResults);
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw badRequest('Invalid maxResults parameter.');
  if (!Number.isInteger(start) || start < 0) throw badRequest('Invalid nextToken parameter.');
  const end = start + size;
  const NextToken = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { Items: items.slice(start, end), NextToken };
}
