/** Milliseconds for people: `0.8 ms`, `12 ms`, `1.20 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** A share from 0 to 1 as a percentage; a share above zero never reads as nothing. */
export function share(value: number): string {
  if (value > 0 && value < 0.0001) return '<0.01 %';
  return `${(value * 100).toFixed(value === 0 || value === 1 ? 0 : 2)} %`;
}

/** A share from 0 to 1 in whole per cent. */
export function wholePercent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

/** A change as a share, in per cent with its sign; default: signed. More than tenfold is not known to the per cent. */
export function change(value: number, signed = true): string {
  const sign = signed ? (value < 0 ? '\u2212' : '+') : '';
  if (value > 10) return `>${sign}1000 %`;
  return `${sign}${Math.abs(value * 100).toFixed(1)} %`;
}

/** A rate per second. */
export function rate(perSecond: number): string {
  return `${perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)}/s`;
}

/** A count with thin groups of three digits. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en').replaceAll(',', '\u202f');
}

/** A count with its noun: `1 iteration`, `2 iterations`. */
export function several(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** What a cell says where nothing was measured: no number, because zero would be one. */
export const nothing = '–';

/** Cells of something that had so many samples: nothing in each where it had none. */
export function ofSamples(samples: number, cells: readonly string[]): string[] {
  return samples > 0 ? [...cells] : cells.map(() => nothing);
}
