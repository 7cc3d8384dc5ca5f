/** The part of a list request that says which page of it is wanted. */
export interface PageInput {
  readonly Marker?: string;
  /** A number in text where it came by a query parameter. */
  readonly MaxItems?: number | string;
}

/** How {@link PageInput} travels in a URL. */
export const PAGE_QUERY = { Marker: 'Marker', MaxItems: 'MaxItems' } as const;

/** A page of at most 50 items (AWS's own cap), and the marker of the next one. */
export function page<T>(
  all: readonly T[],
  { Marker, MaxItems }: PageInput,
): { items: T[]; NextMarker?: string } {
  const start = Number(Marker ?? 0);
  const end = start + Math.min(Number(MaxItems ?? 50), 50);
  const items = all.slice(start, end);
  return end < all.length ? { items, NextMarker: String(end) } : { items };
}
