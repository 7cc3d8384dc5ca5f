import type { Assignment, Block, State } from './model.ts';
import type { Problems } from './problems.ts';

/** A variable's name: an identifier of at most 80 characters; `states` is taken. */
const NAME = /^[\p{L}_][\p{L}\p{N}_]{0,79}$/u;

/**
 * Checks the names in every `Assign`. A branch or an iteration reads the variables around it and cannot assign
 * them, so that no name means two things at one place.
 */
export function checkVariables(
  block: Block,
  location: string,
  outer: ReadonlySet<string>,
  problems: Problems,
): void {
  for (const state of block.states.values()) {
    const place = `${location}/States/${state.name}`;
    for (const { field, name } of assignedNames(state)) {
      if (!NAME.test(name) || name === 'states') {
        problems.schema(`The variable name '${name}' is not valid`, `${place}/${field}`);
      } else if (outer.has(name)) {
        problems.schema(`The variable '${name}' is already assigned in an outer scope`, `${place}/${field}`);
      }
    }
  }
  for (const state of block.states.values()) {
    const place = `${location}/States/${state.name}`;
    if (state.type !== 'Map' && state.type !== 'Parallel') continue;
    const around = state.type === 'Map' && state.distributed ? NONE : seenInside(state, block, outer);
    if (state.type === 'Map') checkVariables(state.processor, `${place}/ItemProcessor`, around, problems);
    if (state.type === 'Parallel') {
      for (const [index, branch] of state.branches.entries()) {
        checkVariables(branch, `${place}/Branches[${index}]`, around, problems);
      }
    }
  }
}

/** The child executions of a Distributed Map see no variables. */
const NONE: ReadonlySet<string> = new Set();

/**
 * The variables that the blocks inside of `state` may not assign. What its own catchers assign is not among them: that
 * happens only once those blocks have ended.
 */
function seenInside(state: State, block: Block, outer: ReadonlySet<string>): ReadonlySet<string> {
  const seen = new Set(outer);
  for (const other of block.states.values()) {
    const found = assignedNames(other);
    for (const { field, name } of found) if (other !== state || !field.startsWith('Catch')) seen.add(name);
  }
  return seen;
}

function assignedNames(state: State): { field: string; name: string }[] {
  const found = names(state.assign, 'Assign');
  if (state.type === 'Choice') {
    for (const [index, rule] of state.choices.entries()) {
      found.push(...names(rule.assign, `Choices[${index}]/Assign`));
    }
  }
  if ('catch' in state) {
    for (const [index, catcher] of state.catch.entries()) {
      found.push(...names(catcher.assign, `Catch[${index}]/Assign`));
    }
  }
  return found;
}

function names(assign: Assignment | undefined, field: string): { field: string; name: string }[] {
  if (!assign) return [];
  const content = assign.language === 'JSONata' ? assign.template : assign.payload;
  if (content.kind === 'object') return content.members.map(([name]) => ({ field, name }));
  if (content.kind !== 'constant') return [];
  return Object.keys(content.value as object).map((name) => ({ field, name }));
}
