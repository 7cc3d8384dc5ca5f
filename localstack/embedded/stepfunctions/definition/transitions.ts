import type { JsonObject } from '../json.ts';
import type { Block, State } from './model.ts';
import type { Problems } from './problems.ts';

/** Checks that every transition of a block names one of its states, and that every state can be reached. */
export function checkTransitions(
  block: Block,
  definitions: JsonObject,
  location: string,
  problems: Problems,
): void {
  const exists = (name: string) => Object.hasOwn(definitions, name);
  if (!exists(block.startAt)) {
    problems.add(
      'MISSING_TRANSITION_TARGET',
      `Missing 'Next' target: ${block.startAt}`,
      `${location}/StartAt`,
    );
    return;
  }
  for (const state of block.states.values()) {
    for (const { field, target } of transitions(state)) {
      if (exists(target)) continue;
      const place = `${location}/States/${state.name}/${field}`;
      problems.add('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, place);
    }
  }
  // A state that could not be compiled hides where it leads: what is wrong with it is reported already.
  if (block.states.size < Object.keys(definitions).length) return;
  if (!hasEnd(block)) {
    problems.add('MISSING_END_STATE', 'Workflow has no terminal state');
    return;
  }
  const reached = reachable(block);
  for (const name of block.states.keys()) {
    if (reached.has(name)) continue;
    const place = `${location}/States/${name}`;
    problems.add('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, place);
  }
}

function hasEnd(block: Block): boolean {
  const ends = (state: State) => state.type !== 'Choice' && state.next === undefined;
  return [...block.states.values()].some(ends);
}

function reachable(block: Block): ReadonlySet<string> {
  const reached = new Set<string>();
  const todo = [block.startAt];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const state = block.states.get(name);
    if (!state || reached.has(name)) continue;
    reached.add(name);
    for (const { target } of transitions(state)) todo.push(target);
  }
  return reached;
}

interface Transition {
  readonly field: string;
  readonly target: string;
}

function transitions(state: State): Transition[] {
  const found: Transition[] = [];
  if (state.next !== undefined) found.push({ field: 'Next', target: state.next });
  if (state.type === 'Choice') {
    for (const [index, rule] of state.choices.entries()) {
      found.push({ field: `Choices[${index}]/Next`, target: rule.next });
    }
    if (state.default !== undefined) found.push({ field: 'Default', target: state.default });
  }
  if ('catch' in state) {
    for (const [index, catcher] of state.catch.entries()) {
      found.push({ field: `Catch[${index}]/Next`, target: catcher.next });
    }
  }
  return found;
}
