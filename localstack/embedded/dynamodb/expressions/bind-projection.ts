import type { AttributeValue, Item } from '../model.ts';
import { ExpressionError } from './error.ts';
import { pathText } from './operands.ts';
import type { Scope } from './scope.ts';
import type { Path, Step } from './syntax.ts';
import { childOf, setMember, valueAt } from './values.ts';

/** The places of a projection. Throws {@link ExpressionError}, also for places one in another. */
export function bindProjection(paths: readonly Path[], scope: Scope): (readonly Step[])[] {
  const places = paths.map((path) => scope.steps(path));
  checkOverlaps(places);
  return places;
}

/** Throws {@link ExpressionError} where a place is in another, or what is a list for one is a map for another. */
export function checkOverlaps(places: readonly (readonly Step[])[]): void {
  if (places.length < 2) return;
  const heads = new Set(places.map(([head]) => head));
  // Most paths of most expressions begin with names of their own.
  if (heads.size === places.length) return;
  // From the last path back, as DynamoDB reports them.
  for (let second = places.length - 1; second > 0; second -= 1) {
    for (let first = second - 1; first >= 0; first -= 1) {
      const [one, two] = [places[first] ?? [], places[second] ?? []];
      const clash = clashOf(one, two);
      if (!clash) continue;
      throw new ExpressionError(
        `Two document paths ${clash} with each other; must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(two)}`,
      );
    }
  }
}

function clashOf(one: readonly Step[], two: readonly Step[]): 'overlap' | 'conflict' | undefined {
  const length = Math.min(one.length, two.length);
  for (let at = 0; at < length; at += 1) {
    if (one[at] === two[at]) continue;
    return typeof one[at] === typeof two[at] ? undefined : 'conflict';
  }
  return 'overlap';
}

/** What an item has at these places: maps with the members asked for, lists with the elements in their order. */
export function project(item: Item, places: readonly (readonly Step[])[]): Item {
  const projected: Item = {};
  let nested: (readonly Step[])[] | undefined;
  for (const steps of places) {
    if (steps.length > 1) {
      nested ??= [];
      nested.push(steps);
      continue;
    }
    const value = valueAt(item, steps);
    if (value !== undefined) setMember(projected, steps[0] as string, value);
  }
  if (nested) projectNested(item, nested, projected);
  return projected;
}

function projectNested(item: Item, places: readonly (readonly Step[])[], projected: Item): void {
  for (const [head, group] of byStep(places, 0)) {
    const value = valueAt(item, [head]);
    const part = value && partOf(value, group, 1);
    if (part !== undefined) setMember(projected, head as string, part);
  }
}

/** What a value, which lies so many steps deep, has at these places; undefined where it has none of them. */
function partOf(
  value: AttributeValue,
  places: readonly (readonly Step[])[],
  depth: number,
): AttributeValue | undefined {
  // No place lies in another, so that one which ends here is alone.
  if (places[0]?.length === depth) return value;
  const parts: { step: Step; part: AttributeValue }[] = [];
  for (const [step, group] of byStep(places, depth)) {
    const child = childOf(value, step);
    const part = child && partOf(child, group, depth + 1);
    if (part !== undefined) parts.push({ step, part });
  }
  if (parts.length === 0) return undefined;
  if (value.L !== undefined) {
    parts.sort((a, b) => (a.step as number) - (b.step as number));
    return { L: parts.map(({ part }) => part) };
  }
  const members: Item = {};
  for (const { step, part } of parts) setMember(members, step as string, part);
  return { M: members };
}

/** The places by their step at that depth. */
function byStep(places: readonly (readonly Step[])[], depth: number): Iterable<[Step, (readonly Step[])[]]> {
  const [only] = places;
  if (places.length === 1 && only) return [[only[depth] as Step, [only]]];
  const groups = new Map<Step, (readonly Step[])[]>();
  for (const steps of places) {
    const step = steps[depth] as Step;
    const group = groups.get(step);
    if (group) group.push(steps);
    else groups.set(step, [steps]);
  }
  return groups;
}
