/** Digits of a sequence number; AWS's have 21 to 40 of them. */
const DIGITS = 24;

/**
 * The sequence number of a change's position in its shard. All have the same length, so that they are in order as text
 * as well as as numbers.
 */
export function sequenceNumber(position: number): string {
  return `1${String(position).padStart(DIGITS - 1, '0')}`;
}

/** The position of a sequence number; undefined for one that was never given out. */
export function positionOf(sequence: string): number | undefined {
  return /^1\d{23}$/.test(sequence) ? Number(sequence.slice(1)) : undefined;
}
