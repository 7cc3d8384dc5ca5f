/**
 * The items in an order in which each comes after those it needs.
 * @param fault makes the error for a way that ends where it began
 */
export function inOrder<T extends { readonly needs: readonly string[] }>(
  items: ReadonlyMap<string, T>,
  fault: (way: readonly string[]) => Error,
): T[] {
  const order: T[] = [];
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (key: string): void => {
    const item = items.get(key);
    if (!item || done.has(key)) return;
    const since = open.indexOf(key);
    if (since !== -1) throw fault([...open.slice(since), key]);
    open.push(key);
    item.needs.forEach(visit);
    open.pop();
    done.add(key);
    order.push(item);
  };
  for (const key of items.keys()) visit(key);
  return order;
}
