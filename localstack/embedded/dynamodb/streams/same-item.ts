/** Sets have no order: what is written in another one is the same. */
const SETS = new Set(['SS', 'NS', 'BS']);

/**
 * Whether two items' texts in JSON say the same, whatever the order of attributes and of sets: DynamoDB writes no stream
 * record for a change that changes nothing. Undefined is no item.
 */
export function isSameItem(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  // The same members in another order take as many characters.
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return canonical(JSON.parse(a)) === canonical(JSON.parse(b));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (name, member: unknown) => {
    if (Array.isArray(member)) return SETS.has(name) ? [...member].sort() : member;
    if (typeof member !== 'object' || member === null) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
