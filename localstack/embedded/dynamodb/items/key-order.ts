import BTreeModule from 'sorted-btree';
import type { ReadRange } from './read-range.ts';

// The package is CommonJS: Node hands over its exports object as the default import.
const BTree = BTreeModule.default ?? BTreeModule;
/** Keys of items by what they are ordered by. */
export type OrderedMap = InstanceType<typeof BTree<string, string>>;

/** An ordered map of these pairs. Sorted first: each is then put at the end, which is quick for a million of them. */
export function orderedMap(pairs: [by: string, key: string][] = []): OrderedMap {
  pairs.sort(([a], [b]) => compareKeys(a, b));
  return new BTree<string, string>(pairs, compareKeys);
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The part of `range` that is behind `key`, in the range's direction. */
export function continued(range: ReadRange, key: string): ReadRange {
  const { gt, gte, lt, lte, ...rest } = range;
  if (range.reverse) return { ...rest, ...definedBounds({ gt, gte }), lt: key };
  return { ...rest, ...definedBounds({ lt, lte }), gt: key };
}

function definedBounds(bounds: Record<string, string | undefined>): ReadRange {
  return Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined));
}

/** The pairs within `range`, in its direction, up to its limit. */
export function* within(order: OrderedMap, range: ReadRange): Generator<[string, string]> {
  const low = range.gt ?? range.gte;
  const high = range.lt ?? range.lte;
  const pairs = range.reverse
    ? order.entriesReversed(high, undefined, range.lt !== undefined)
    : order.entries(low);
  let left = range.limit === undefined || range.limit < 0 ? Number.POSITIVE_INFINITY : range.limit;
  for (const [key, value] of pairs) {
    if (range.gt !== undefined && key <= range.gt) {
      if (range.reverse) return;
      continue;
    }
    if (range.gte !== undefined && key < range.gte) return;
    if (range.lt !== undefined && key >= range.lt) {
      if (range.reverse) continue;
      return;
    }
    if (range.lte !== undefined && key > range.lte) {
      if (range.reverse) continue;
      return;
    }
    if (left-- <= 0) return;
    yield [key, value];
  }
}
