import type { NamedFunction } from './modules.ts';

/** A place in a text that a caller fills: which parameter of which function. */
const MARK = /\uE000(?<key>[^\uE000]+)\uE001(?<index>\d+)\uE001(?<name>[^\uE000]*)\uE000/gu;

/** The first function of which a text has parameters left. */
export function openFunction(text: string): string | undefined {
  return [...text.matchAll(MARK)][0]?.groups?.key;
}

/** A text with the parameters of one function filled in, or of all of them where none is named. */
export function filled(text: string, fill: (index: number, name: string) => string, key?: string): string {
  return text.replaceAll(MARK, (mark, ofKey: string, index: string, name: string) =>
    key === undefined || key === ofKey ? fill(Number(index), name) : mark,
  );
}

/** What tells a function from all others. */
export function keyOf({ module, name }: NamedFunction): string {
  return `${module.path}#${name}`;
}

/** What a value that nothing is known of is called: `‹IntegrationType›`. */
export function unknownValue(name: string): string {
  return `‹${name}›`;
}

/** The mark of one parameter. */
export function markOf(called: NamedFunction, index: number, name: string): string {
  return `\uE000${keyOf(called)}\uE001${index}\uE001${name}\uE000`;
}
