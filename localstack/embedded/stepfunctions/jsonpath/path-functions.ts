import { isObject, type Json } from '../json.ts';
import type { PathFunction } from './steps.ts';

/** Applies a function at the end of a path; undefined where it has no answer for this kind of value. */
export function applyFunction(name: PathFunction, value: Json): Json | undefined {
  if (name === 'length') return lengthOf(value);
  if (name === 'keys') return isObject(value) ? Object.keys(value) : undefined;
  const numbers = Array.isArray(value)
    ? value.filter((item): item is number => typeof item === 'number')
    : [];
  return numbers.length > 0 ? aggregate(name, numbers) : undefined;
}

function lengthOf(value: Json): number | undefined {
  if (Array.isArray(value) || typeof value === 'string') return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function aggregate(name: Exclude<PathFunction, 'length' | 'keys'>, numbers: readonly number[]): number {
  const sum = numbers.reduce((total, item) => total + item, 0);
  switch (name) {
    case 'min':
      return Math.min(...numbers);
    case 'max':
      return Math.max(...numbers);
    case 'sum':
      return sum;
    case 'avg':
      return sum / numbers.length;
    case 'stddev': {
      const mean = sum / numbers.length;
      const squares = numbers.reduce((total, item) => total + (item - mean) ** 2, 0);
      return Math.sqrt(squares / numbers.length);
    }
  }
}
