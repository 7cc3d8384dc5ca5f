/**
 * Whether what is wanted differs from what AWS reports. Members that the definition leaves open (undefined) are
 * not compared; an empty list, map or string equals an absent one, since AWS leaves those out.
 */
export function differs(wanted: unknown, found: unknown): boolean {
  if (wanted === undefined || wanted === null) return false;
  if (isEmpty(wanted)) return !isEmpty(found);
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || wanted.length !== found.length) return true;
    return wanted.some((item, index) => differs(item, found[index]));
  }
  if (typeof wanted === 'object') {
    if (typeof found !== 'object' || found === null) return true;
    return Object.entries(wanted).some(([name, value]) =>
      differs(value, (found as Record<string, unknown>)[name]),
    );
  }
  return wanted !== found;
}

/** Whether two sets of strings differ, whatever their order. */
export function setDiffers(
  wanted: readonly string[] | undefined,
  found: readonly string[] | undefined,
): boolean {
  return wanted !== undefined && differs([...wanted].sort(), [...(found ?? [])].sort());
}

/**
 * Whether two JSON texts say different things: the order of names does not count, nor does a list of one string
 * in place of the string, which IAM stores as it likes.
 */
export function jsonDiffers(wanted: string, found: string | undefined): boolean {
  return found === undefined || canonical(wanted) !== canonical(found);
}

function canonical(text: string): string {
  return JSON.stringify(ordered(JSON.parse(text)));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    return items.length === 1 && typeof items[0] === 'string' ? items[0] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
