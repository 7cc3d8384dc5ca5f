import type { Key, Material } from './model.ts';

const DAY = 86_400_000;

/** When the key's material is next replaced, in milliseconds since the epoch; undefined where rotation is off. */
export function nextRotation(key: Key): number | undefined {
  const { rotation } = key;
  if (!rotation || key.deletionAt !== undefined) return undefined;
  const last = key.materials.findLast(({ made }) => made === 'AUTOMATIC')?.at ?? rotation.since;
  return Math.max(last, rotation.since) + rotation.days * DAY;
}

/** The key with the material of every rotation that is due by `now`; the key itself where none is. */
export function rotated(key: Key, now: number, make: (made: Material['made'], at: number) => Material): Key {
  let current = key;
  for (let at = nextRotation(current); at !== undefined && at <= now; at = nextRotation(current)) {
    current = { ...current, materials: [...current.materials, make('AUTOMATIC', at)] };
  }
  return current;
}
