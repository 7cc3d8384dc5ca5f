import type { AttributeValue, Item } from '../model.ts';
import { type BoundAction, incorrectType, MissingAttribute } from './bind-update.ts';
import { UpdateError } from './error.ts';
import { calculate } from './numbers.ts';
import type { Step } from './syntax.ts';
import { childOf, hasMember, setMember, typeOf, valueAt } from './values.ts';

/** What is to stand at a place; undefined for nothing. */
interface Write {
  readonly steps: readonly Step[];
  readonly value: AttributeValue | undefined;
}

/**
 * The item after an update. Every operand is read from the item as it was, which stays as it is; parts that the update
 * does not touch are shared. Throws {@link UpdateError}.
 */
export function applyUpdate(sections: readonly (readonly BoundAction[])[], item: Item): Item {
  const writes: Write[] = [];
  let missing: MissingAttribute | undefined;
  for (const actions of sections) {
    for (const action of actions) {
      try {
        writes.push({ steps: action.steps, value: valueAfter(action, item) });
      } catch (error) {
        // A wrong type or place comes first, wherever it is.
        if (!(error instanceof MissingAttribute)) throw error;
        missing ??= error;
      }
    }
  }
  for (const actions of sections) for (const { steps } of actions) checkPlace(steps, item);
  if (missing) throw missing;
  return new Rewriter(item).write(writes);
}

function valueAfter(action: BoundAction, item: Item): AttributeValue | undefined {
  switch (action.kind) {
    case 'SET':
      return action.assigned.read(item);
    case 'REMOVE':
      return undefined;
    case 'ADD':
      return sumOf(action.type, valueAt(item, action.steps), action.value);
    case 'DELETE':
      return restOf(action.type, valueAt(item, action.steps), action.value);
  }
}

function sumOf(type: string, old: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (old === undefined) return value;
  if (typeOf(old) !== type) throw incorrectType();
  if (type === 'N') return { N: calculate(old.N as string, '+', value.N as string) };
  const members = old[type] as string[];
  const added = (value[type] as string[]).filter((member) => !hasMember(type, members, member));
  return { [type]: [...members, ...added] };
}

function restOf(
  type: string,
  old: AttributeValue | undefined,
  value: AttributeValue,
): AttributeValue | undefined {
  if (old === undefined) return undefined;
  if (typeOf(old) !== type) throw incorrectType();
  const deleted = value[type] as string[];
  const rest = (old[type] as string[]).filter((member) => !hasMember(type, deleted, member));
  return rest.length === 0 ? undefined : { [type]: rest };
}

/** Throws {@link UpdateError} where there is nothing that could hold a value at that place. */
function checkPlace(steps: readonly Step[], item: Item): void {
  if (steps.length === 1) return;
  const parent = valueAt(item, steps, steps.length - 1);
  const holds = parent && (typeof steps.at(-1) === 'number' ? parent.L : parent.M);
  if (holds !== undefined) return;
  throw new UpdateError('The document path provided in the update expression is invalid for update');
}

/** The changes to the elements of one list, by their indexes as they were. */
interface ListChanges {
  readonly removed: Set<number>;
  readonly added: { readonly index: number; readonly value: AttributeValue }[];
}

/** Writes to a copy of an item, of which it copies what lies on the way. */
class Rewriter {
  readonly #item: Item;
  /** What was copied already. */
  readonly #own = new Set<object>();
  readonly #lists = new Map<AttributeValue[], ListChanges>();

  constructor(item: Item) {
    this.#item = copyOf(item);
  }

  write(writes: readonly Write[]): Item {
    for (const { steps, value } of writes) {
      const last = steps.at(-1) as Step;
      const holder = this.#holder(steps);
      if (Array.isArray(holder)) this.#change(holder, last as number, value);
      else if (value !== undefined) setMember(holder, last as string, value);
      else delete holder[last as string];
    }
    for (const [list, changes] of this.#lists) settle(list, changes);
    return this.#item;
  }

  /** The map or list that holds the place. */
  #holder(steps: readonly Step[]): Item | AttributeValue[] {
    let holder: Item | AttributeValue[] = this.#item;
    for (let at = 0; at < steps.length - 1; at += 1) {
      const step = steps[at] as Step;
      const child = Array.isArray(holder) ? holder[step as number] : childOf({ M: holder }, step);
      const own = this.#owned(child as AttributeValue);
      if (Array.isArray(holder)) holder[step as number] = own;
      else setMember(holder, step as string, own);
      holder = (own.L ?? own.M) as Item | AttributeValue[];
    }
    return holder;
  }

  #owned(value: AttributeValue): AttributeValue {
    if (this.#own.has(value)) return value;
    const own = value.L ? { L: [...(value.L as AttributeValue[])] } : { M: copyOf(value.M as Item) };
    this.#own.add(own);
    return own;
  }

  #change(list: AttributeValue[], index: number, value: AttributeValue | undefined): void {
    // Past the end there is nothing to remove.
    if (index < list.length && value !== undefined) {
      list[index] = value;
      return;
    }
    const changes = this.#lists.get(list) ?? { removed: new Set(), added: [] };
    this.#lists.set(list, changes);
    if (value === undefined) changes.removed.add(index);
    else changes.added.push({ index, value });
  }
}

/** Elements are removed by where they stood; what is set behind the end follows it, in the order of the indexes. */
function settle(list: AttributeValue[], { removed, added }: ListChanges): void {
  added.sort((a, b) => a.index - b.index);
  const kept = list.filter((_, index) => !removed.has(index));
  list.splice(0, list.length, ...kept, ...added.map(({ value }) => value));
}

function copyOf(item: Item): Item {
  // Spread keeps a member of any name.
  return { ...item };
}
