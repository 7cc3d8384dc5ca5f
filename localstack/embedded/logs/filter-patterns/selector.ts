/** Reads the values at a place of an event: none where there is none, several where the place has a wildcard. */
export type Read = (event: unknown) => readonly unknown[];

const STEP = /\.?\[(?:(\d+|\*)|"([^"]+)"|'([^']+)')\]|\.([\w@-]+|\*)/g;

/** Reads `$.a.b[0]["c"]` of an event; `*` in place of a name or an index stands for all of them. */
export function selectorOf(selector: string): Read {
  const steps = [...selector.matchAll(STEP)].map(([, index, quoted, single, name]) => {
    const literal = quoted ?? single;
    return literal === undefined ? stepOf(index ?? name ?? '') : member(literal);
  });
  return (event) => steps.reduce<readonly unknown[]>((found, step) => found.flatMap(step), [event]);
}

type Step = (value: unknown) => readonly unknown[];

function stepOf(name: string): Step {
  if (name !== '*') return member(name);
  return (value) => (typeof value === 'object' && value !== null ? Object.values(value) : []);
}

function member(name: string): Step {
  return (value) =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? // Owned by the value, whatever it is.
        [(value as Record<string, unknown>)[name]]
      : [];
}
