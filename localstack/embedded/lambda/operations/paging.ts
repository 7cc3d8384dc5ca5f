/** How Lambda's lists are asked for. */
export interface PageInput {
  readonly Marker?: string;
  readonly MaxItems?: number | string;
}

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
