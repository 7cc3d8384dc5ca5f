import { startYardstick } from '../../bench/yardstick-process.ts';
import type { K6 } from '../../find-k6/find.ts';
import type { Random } from '../../random.ts';
import { driveInTurn } from '../drive.ts';
import { type LiveOptions, startSide } from '../live.ts';
import type { Measured } from '../samples.ts';
import type { Side } from '../sides.ts';
import type { SliceSettings } from '../slices.ts';

/** How a baseline is measured; what is held to it, too. */
export const baselineSlices: SliceSettings = {
  scenario: 'crud',
  rounds: 20,
  roundSeconds: 1,
  warmUpRounds: 12,
  virtualUsers: 1,
  againstYardstick: true,
};

/**
 * Boots a side once and drives it in turn with a bare Fastify, so that the machine's speed is not taken for the product's.
 *
 * @throws LoadError as starting and driving do
 */
export async function measureWithYardstick(
  k6: K6,
  side: Exclude<Side, { kind: 'runs' }>,
  settings: SliceSettings,
  random: Random,
  options: LiveOptions,
): Promise<Measured> {
  await using yardstick = await startYardstick();
  await using product = await startSide(side, 'b', options);
  const sides = {
    a: product.boots.map((boot) => ({ ...boot, apiUrl: yardstick.apiUrl })),
    b: product.boots,
  };
  return await driveInTurn(k6, sides, settings, random, options.signal);
}
