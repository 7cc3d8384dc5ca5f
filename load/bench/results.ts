import { count } from '../report/format.ts';
import type { Machine } from '../run/record.ts';

/** One figure of the benchmark, with what was to be reached where something was. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The bound to keep, in the same unit. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Where and of what something was measured. */
export interface Origin {
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly machine: Machine;
  /** Of Node, k6 and, as `commit`, the code. */
  readonly versions: Readonly<Record<string, string>>;
  /** What there is to know besides, in a sentence. */
  readonly note?: string;
}

/** Whether a figure keeps its bound; undefined where none was set. */
export function reached({ value, atMost, atLeast }: Figure): boolean | undefined {
  if (atMost !== undefined) return value <= atMost;
  if (atLeast !== undefined) return value >= atLeast;
  return undefined;
}

/** The one in the middle, of an odd number. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The figures as rows: name, value, bound, verdict. */
export function rowsOf(figures: readonly Figure[]): string[][] {
  return figures.map((figure) => {
    const { name, value, unit, atMost, atLeast } = figure;
    const bound = atMost !== undefined ? `≤ ${atMost}` : atLeast !== undefined ? `≥ ${atLeast}` : '';
    const verdict = { true: 'reached', false: 'missed', undefined: '' }[String(reached(figure)) as 'true'];
    return [name, valueText({ value, unit }), bound && `${bound} ${unit}`, verdict];
  });
}

/** A value with its unit, in as many digits as it is known to. */
export function valueText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  const isLarge = Math.abs(value) >= 100;
  const digits = isLarge ? count(value) : String(Math.round(value * 100) / 100);
  return `${digits}${unit === '/s' ? '' : ' '}${unit}`;
}
