/** An item of the table as plain JavaScript. */
export type Item = Record<string, unknown>;

/**
 * How many ids of its latest writes an item keeps. One would do if nobody else could write between a write whose answer
 * was lost and its repetition by the SDK.
 */
const keptWrites = 4;

/** The item as the write `id` leaves it: with the ids of its latest writes, the newest first. */
export function withWriteId(item: Item, id: string): Item {
  return { ...item, writes: [id, ...writesOf(item)].slice(0, keptWrites) };
}

/** Whether the write `id` is among the latest of `kept`, the item that made a condition fail. */
export function hasWriteId(kept: Item | undefined, id: string): boolean {
  return writesOf(kept).includes(id);
}

function writesOf(item: Item | undefined): readonly unknown[] {
  return Array.isArray(item?.writes) ? item.writes : [];
}
