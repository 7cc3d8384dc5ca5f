/** The part of a list request that says which page of it is wanted. */
export interface PageInput {
  readonly NextToken?: string;
  /** A number in text where it came by a query parameter. Default: 100. */
  readonly MaxResults?: number | string;
}

/** How {@link PageInput} travels in a URL. */
export const PAGE_QUERY = { NextToken: 'NextToken', MaxResults: 'MaxResults' } as const;

/** One page of `all`, with the token of the next one where there is one. */
export function page<T>(
  all: readonly T[],
  { NextToken, MaxResults = 100 }: PageInput,
): { items: T[]; NextToken?: string } {
  const start = Number(NextToken ?? 0);
  const end = start + Number(MaxResults);
  return end < all.length
    ? { items: all.slice(start, end), NextToken: String(end) }
    : { items: all.slice(start, end) };
}
