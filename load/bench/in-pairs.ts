/** What was measured of two sides, pair by pair. */
export interface Pairs<Sample> {
  readonly a: readonly Sample[];
  readonly b: readonly Sample[];
}

/**
 * Measures two sides in pairs. Every second pair begins with the other side, so that a slow drift favours neither.
 *
 * @param onPair gets each pair as it is made, and its number from 1
 */
export async function inPairs<Sample>(
  pairs: number,
  sides: Readonly<Record<'a' | 'b', () => Promise<Sample>>>,
  onPair: (a: Sample, b: Sample, number: number) => void,
): Promise<Pairs<Sample>> {
  const made: Record<'a' | 'b', Sample[]> = { a: [], b: [] };
  for (let pair = 0; pair < pairs; pair++) {
    for (const side of pair % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const)) {
      made[side].push(await sides[side]());
    }
    onPair(made.a[pair] as Sample, made.b[pair] as Sample, pair + 1);
  }
  return made;
}
