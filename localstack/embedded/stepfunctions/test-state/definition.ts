import { compileDefinition } from '../definition/compile.ts';
import type { Block, Machine, State } from '../definition/model.ts';
import { invalidDefinition, validationException } from '../errors.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

/** What AWS calls the state under test, in its context object and in errors, whatever its own name. */
export const STATE_NAME = 'StateName';

/** A state that is to be tested alone. */
export interface StateUnderTest {
  /** A machine of nothing but the state. */
  readonly machine: Machine;
  readonly state: State;
  /** The state as it is written. */
  readonly written: JsonObject;
}

/**
 * Reads the definition of a state, or of a machine and the name of one of its states.
 *
 * @param isMocked where nothing that the state calls is called: services that are not here will do, too
 * @throws AwsError InvalidDefinition, or ValidationException where the machine has no such state
 */
export function readState(text: string, stateName: string | undefined, isMocked: boolean): StateUnderTest {
  const written = parse(text);
  const definition = stateName === undefined && isObject(written) ? aloneOf(written) : text;
  const name = stateName ?? STATE_NAME;
  if (stateName !== undefined && isObject(written) && !findWritten(written, stateName)) throw stateNotFound();
  const { machine, problems } = compileDefinition(definition, 'STANDARD', { isMocked });
  if (!machine) throw invalidDefinition(problems);
  const found = findState(machine, name);
  if (!found) throw stateNotFound();
  const state: State = { ...found, name: STATE_NAME };
  return {
    machine: {
      ...machine,
      startAt: STATE_NAME,
      states: new Map([[STATE_NAME, state]]),
      // Of a test, which is an Express execution, there is AWS's limit alone.
      timeoutSeconds: undefined,
    },
    state,
    written: findWritten(stateName === undefined ? parse(definition) : written, name) ?? {},
  };
}

const stateNotFound = () => validationException('State not found in definition');

/** Undefined for what is no JSON: compiling it says so. */
function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The text of a machine of one state, in which every state that it leads to exists. */
function aloneOf(written: JsonObject): string {
  const targets = [...targetsOf(written)].filter((target) => target !== STATE_NAME);
  const ends = Object.fromEntries(targets.map((target) => [target, { Type: 'Succeed' }]));
  return JSON.stringify({ StartAt: STATE_NAME, States: { [STATE_NAME]: written, ...ends } });
}

/** The names of the states that a state leads to. */
function targetsOf(written: JsonObject): ReadonlySet<string> {
  const owners = [written, ...objects(written.Catch), ...objects(written.Choices)];
  const names = [written.Default, ...owners.map((owner) => owner.Next)];
  return new Set(names.filter((name): name is string => typeof name === 'string'));
}

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter((item): item is JsonObject => isObject(item)) : [];

/** A state by its name, which is its own in the whole machine. */
function findState(block: Block, name: string): State | undefined {
  const own = block.states.get(name);
  if (own) return own;
  for (const state of block.states.values()) {
    const blocks = state.type === 'Parallel' ? state.branches : state.type === 'Map' ? [state.processor] : [];
    for (const nested of blocks) {
      const found = findState(nested, name);
      if (found) return found;
    }
  }
  return undefined;
}

function findWritten(value: Json | undefined, name: string): JsonObject | undefined {
  if (Array.isArray(value)) return first(value, (item) => findWritten(item, name));
  if (!isObject(value)) return undefined;
  const { States: states } = value;
  const own = isObject(states) && Object.hasOwn(states, name) ? states[name] : undefined;
  if (isObject(own)) return own;
  return first(Object.values(value), (member) => findWritten(member, name));
}

function first<Item, Found>(items: readonly Item[], look: (item: Item) => Found | undefined) {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
