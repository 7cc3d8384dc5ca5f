import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of chance that says the same again for the same seed. */
export interface Random {
  /** From 0 up to but not including 1. */
  next(): number;
  /** A whole number from 0 up to but not including `end`. */
  below(end: number): number;
  /** One of them. */
  of<T>(choices: readonly T[]): T;
  /** True as often as `share` (0 to 1) says. */
  chance(share: number): boolean;
  /** A version 4 UUID (RFC 9562). */
  uuid(): string;
  /** So many hexadecimal digits. */
  hex(digits: number): string;
}

/**
 * The same numbers for the same seed and stream, on every machine and with the same version of pure-rand: a verdict can be
 * made again from the same rounds, and a dataset from its seed.
 *
 * @param stream which of the seed's independent sequences, from 0
 */
export function seededRandom(seed: number, stream = 0): Random {
  const generator = xoroshiro128plus(seed);
  // The first numbers are hardly more than the seed; a jump leads 2⁶⁴ numbers on.
  for (let jumps = 0; jumps <= stream; jumps++) generator.jump();
  const below = (end: number) => uniformInt(generator, 0, end - 1);
  const next = () => uniformFloat64(generator);
  const word = () => (generator.next() >>> 0).toString(16).padStart(8, '0');
  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += word();
    return text.slice(0, digits);
  };
  return {
    next,
    below,
    of: (choices) => choices[below(choices.length)] as (typeof choices)[number],
    chance: (share) => next() < share,
    uuid() {
      const text = hex(32);
      const variant = '89ab'[below(4)];
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`;
    },
    hex,
  };
}
