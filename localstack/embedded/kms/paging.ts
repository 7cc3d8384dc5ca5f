/** Which part of a list a caller asks for. */
export interface PageInput {
  readonly Limit?: number;
  readonly Marker?: string;
}

/** One page of a list, with the members by which KMS says whether there are more. */
export interface Page<T> {
  readonly page: readonly T[];
  readonly Truncated: boolean;
  readonly NextMarker?: string;
}

/** The page after `Marker`, at most `Limit` long (default: `fallback`); `items` are in order of `nameOf`. */
export function pageOf<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  { Limit, Marker }: PageInput,
  fallback: number,
): Page<T> {
  const rest = Marker === undefined ? items : items.filter((item) => nameOf(item) > Marker);
  const page = rest.slice(0, Limit ?? fallback);
  const last = page.at(-1);
  return page.length < rest.length && last !== undefined
    ? { page, Truncated: true, NextMarker: nameOf(last) }
    : { page, Truncated: false };
}
