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

/** Chance from two numbers: the same two, the same chance. sfc32 of PractRand, by Chris Doty-Humphrey. */
export function seededRandom(seed: number, stream = 0): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const word = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  // What the state was set to shows in the first numbers.
  for (let round = 0; round < 12; round++) word();
  const hexWord = () => word().toString(16).padStart(8, '0');
  const random: Random = {
    next: () => word() / 2 ** 32,
    below: (end) => Math.floor((word() / 2 ** 32) * end),
    of: (choices) => choices[random.below(choices.length)] as (typeof choices)[number],
    chance: (share) => word() / 2 ** 32 < share,
    uuid() {
      const text = hexWord() + hexWord() + hexWord() + hexWord();
      const variant = '89ab'[word() & 3];
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`;
    },
    hex(digits) {
      let text = '';
      while (text.length < digits) text += hexWord();
      return text.slice(0, digits);
    },
  };
  return random;
}
