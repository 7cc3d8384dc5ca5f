import { rules } from '../dynalite.ts';
import type { Item } from '../model.ts';
import { itemBytes } from './size.ts';

/** One answer reads as many bytes, of the items as they are kept. */
const MOST_BYTES = 1024 * 1024;

/** What one Query or Scan has looked at. */
export interface Page {
  /** What met the filter. */
  readonly items: readonly Item[];
  readonly scanned: number;
  /** The bytes of what was looked at, filtered away or not. */
  readonly bytes: number;
  /** What was looked at last, where there may be more behind it. */
  readonly last: Item | undefined;
}

/** How a page is read. */
export interface PageOptions {
  readonly limit: number | undefined;
  /** The table's sort key. */
  readonly rangeKey: string | undefined;
  /** Whether an item meets the filter. */
  readonly test: ((item: Item) => boolean) | undefined;
  /** The whole of an item of which an index has shown a part. */
  readonly whole: ((item: Item) => Item) | undefined;
}

/** Reads items until there are enough of them, or of their bytes. */
export function readPage(source: Iterable<Item>, { limit, rangeKey, test, whole }: PageOptions): Page {
  const items: Item[] = [];
  let scanned = 0;
  let bytes = 0;
  let kept = 0;
  let last: Item | undefined;
  for (const found of source) {
    const item = whole ? whole(found) : found;
    scanned += 1;
    bytes += itemBytes(found);
    kept += rules.itemSize(item, true, true, rangeKey);
    last = item;
    if (!test || test(item)) items.push(item);
    if (scanned === limit || kept >= MOST_BYTES) return { items, scanned, bytes, last };
  }
  return { items, scanned, bytes, last: undefined };
}
