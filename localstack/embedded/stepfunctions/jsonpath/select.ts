import { isObject, type Json } from '../json.ts';
import { Effort } from './effort.ts';
import { accepts } from './filter.ts';
import { applyFunction } from './path-functions.ts';
import { isDefinite, type Step } from './steps.ts';

/**
 * What a whole path answers: a value or undefined where it is definite, else a list. A function at its end is applied
 * to that. Throws `PathError` where that takes too long; the paths in a filter share the effort of the whole.
 */
export function evaluateSteps(
  steps: readonly Step[],
  isDefinitePath: boolean,
  value: Json,
  root: Json,
  effort = new Effort(),
): Json | undefined {
  const last = steps.at(-1);
  if (last?.kind === 'function') {
    const before = steps.slice(0, -1);
    const argument = evaluateSteps(before, isDefinite(before), value, root, effort);
    return argument === undefined ? undefined : applyFunction(last.name, argument);
  }
  const found = select(steps, value, { root, effort });
  return isDefinitePath ? found[0] : found;
}

/** Where a whole path started, and what following it has cost. */
interface Walk {
  readonly root: Json;
  readonly effort: Effort;
}

/** The values that `steps` lead to from `value`, in the document's order. */
function select(steps: readonly Step[], value: Json, walk: Walk): Json[] {
  const [step, ...rest] = steps;
  if (!step) return [value];
  walk.effort.spend(1);
  if (step.kind === 'descent') return [...descend(rest, value, walk)];
  if (step.kind === 'members' && step.names.length > 1 && rest.length === 0) return picked(step.names, value);
  const found = next(step, value, walk);
  walk.effort.spend(found.length);
  return rest.length === 0 ? found : found.flatMap((item) => select(rest, item, walk));
}

function* descend(rest: readonly Step[], value: Json, walk: Walk): Generator<Json> {
  const waiting = [value];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    yield* select(rest, current, walk);
    const inner = children(current);
    for (let index = inner.length - 1; index >= 0; index--) waiting.push(inner[index] as Json);
  }
}

function next(step: Step, value: Json, { root, effort }: Walk): Json[] {
  switch (step.kind) {
    case 'members':
      return step.names.flatMap((name) => memberOf(value, name));
    case 'indexes':
      return step.indexes.flatMap((index) => itemOf(value, index));
    case 'slice':
      return Array.isArray(value) ? value.slice(step.from, step.to) : [];
    case 'wildcard':
      return children(value);
    case 'filter':
      return (Array.isArray(value) ? value : isObject(value) ? [value] : []).filter((item) =>
        accepts(step.test, item, { root, effort, evaluate: evaluateSteps }),
      );
    case 'function':
    case 'descent':
      return [value];
  }
}

function children(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function memberOf(value: Json, name: string): Json[] {
  return isObject(value) && Object.hasOwn(value, name) ? [value[name] as Json] : [];
}

function itemOf(value: Json, index: number): Json[] {
  const item = Array.isArray(value) ? value.at(index) : undefined;
  return item === undefined ? [] : [item];
}

/** `['a','b']` at the end of a path: one object of the members that are there. */
function picked(names: readonly string[], value: Json): Json[] {
  if (!isObject(value)) return [];
  const members = names.filter((name) => Object.hasOwn(value, name));
  return [Object.fromEntries(members.map((name) => [name, value[name] as Json]))];
}
