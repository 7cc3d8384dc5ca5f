/**
 * Whether what is wanted differs from what AWS reports. What `wanted` does not name is not compared; what it names and
 * leaves undefined has to be absent. As in Terraform, false and what is empty equal what is absent, and the order of
 * strings in a list does not count: AWS writes sets as lists.
 */
export function differs(wanted: unknown, found: unknown): boolean {
  if (wanted === undefined || wanted === null) return !isZero(found);
  if (isEmpty(wanted)) return !isEmpty(found);
  if (Array.isArray(wanted)) return listDiffers(wanted, found);
  if (typeof wanted === 'object') {
    const members = (typeof found === 'object' ? found : undefined) as Record<string, unknown> | undefined;
    return Object.entries(wanted).some(([name, value]) => differs(value, members?.[name]));
  }
  return wanted !== found;
}

/** Whether two maps differ whose names the definition is free to choose: a name too many counts. */
export function mapDiffers(
  wanted: Readonly<Record<string, unknown>> | undefined,
  found: Readonly<Record<string, unknown>> | undefined,
): boolean {
  const surplus = Object.keys(found ?? {}).some((name) => !Object.hasOwn(wanted ?? {}, name));
  return surplus || Object.entries(wanted ?? {}).some(([name, value]) => differs(value, found?.[name]));
}

/**
 * Whether two JSON texts say different things: the order of names does not count, nor does a list of one string
 * in place of the string, which IAM stores as it likes.
 */
export function jsonDiffers(wanted: string, found: string | undefined): boolean {
  return found === undefined || canonical(wanted) !== canonical(found);
}

function listDiffers(wanted: readonly unknown[], found: unknown): boolean {
  if (!Array.isArray(found) || wanted.length !== found.length) return true;
  const [own, other] = wanted.every((item) => typeof item === 'string')
    ? [wanted.toSorted(), found.toSorted()]
    : [wanted, found];
  return own.some((item, index) => differs(item, other[index]));
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

/** What AWS reports in place of nothing. */
function isZero(value: unknown): boolean {
  if (Array.isArray(value) || typeof value !== 'object') return value === 0 || isEmpty(value);
  return value === null || Object.values(value).every(isZero);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
