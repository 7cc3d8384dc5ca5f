import { isObject, type Json, type JsonObject } from '../json.ts';
import { jsonFault } from '../json-fault.ts';
import { compileState } from './compile-state.ts';
import type { Block, Machine, MachineType, State } from './model.ts';
import { type Problem, Problems } from './problems.ts';
import { readLanguage, type Surroundings } from './surroundings.ts';
import { checkTransitions } from './transitions.ts';
import { checkVariables } from './variables.ts';

/** AWS's limit on a definition: 1 MB. */
const DEFINITION_LIMIT = 1_048_576;

/** A definition ready to run, or what is wrong with it. */
export type Compiled =
  | { readonly machine: Machine; readonly problems: readonly [] }
  | { readonly machine: undefined; readonly problems: readonly Problem[] };

/**
 * Parses and checks a definition, as AWS does at creation (https://states-language.net/spec.html).
 *
 * @param isMocked see {@link Surroundings.isMocked}; default: every service that is called has to be here
 */
export function compileDefinition(
  text: string,
  machineType: MachineType = 'STANDARD',
  { isMocked = false }: { readonly isMocked?: boolean } = {},
): Compiled {
  const problems = new Problems(isMocked);
  const machine = compileMachine(text, machineType, isMocked, problems);
  if (machine && problems.found.length === 0) return { machine, problems: [] };
  return { machine: undefined, problems: problems.found };
}

const NO_OBJECT = 'Definition must be a valid JSON object';

function compileMachine(
  text: string,
  machineType: MachineType,
  isMocked: boolean,
  problems: Problems,
): Machine | undefined {
  if (Buffer.byteLength(text) > DEFINITION_LIMIT) {
    problems.schema('The definition is longer than 1048576 bytes', '/');
    return undefined;
  }
  let definition: Json;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    const { words, location } = jsonFault(text) ?? { words: (error as Error).message, location: '/' };
    if (text.trim() === '') problems.add('SCHEMA_VALIDATION_FAILED', NO_OBJECT);
    else problems.add('INVALID_JSON_DESCRIPTION', words, location);
    return undefined;
  }
  if (!isObject(definition)) {
    problems.add('SCHEMA_VALIDATION_FAILED', NO_OBJECT);
    return undefined;
  }
  const language = readLanguage(definition, '/', 'JSONPath', problems);
  const surroundings: Surroundings = {
    problems,
    machineType,
    isMocked,
    language,
    jsonataOnly: definition.QueryLanguage === 'JSONata',
    names: new Set(),
    compileBlock: (owner, location) => compileBlock(owner, location, surroundings),
  };
  const block = surroundings.compileBlock(definition, '');
  checkMachineFields(definition, problems);
  checkVariables(block, '', new Set(), problems);
  const timeoutSeconds = definition.TimeoutSeconds;
  return { ...block, timeoutSeconds: typeof timeoutSeconds === 'number' ? timeoutSeconds : undefined };
}

const MACHINE_FIELDS = new Set([
  'Comment',
  'StartAt',
  'States',
  'Version',
  'TimeoutSeconds',
  'QueryLanguage',
]);

function checkMachineFields(definition: JsonObject, problems: Problems): void {
  for (const field of Object.keys(definition)) {
    if (!MACHINE_FIELDS.has(field)) problems.schema(`Field '${field}' is not supported`, '/');
  }
  const { Version: version, TimeoutSeconds: timeout } = definition;
  if (version !== undefined && version !== '1.0') problems.schema("Value is not one of: ['1.0']", '/Version');
  if (timeout !== undefined && !(Number.isInteger(timeout) && (timeout as number) > 0)) {
    problems.schema('Expected value of type Integer, greater than 0', '/TimeoutSeconds');
  }
}

/** Compiles `StartAt` and `States` of a machine, a branch or an item processor at `location`. */
function compileBlock(owner: JsonObject, location: string, surroundings: Surroundings): Block {
  const { problems } = surroundings;
  const { StartAt: startAt, States: definitions } = owner;
  const missing = ['States', 'StartAt'].filter((field) => owner[field] === undefined);
  if (missing.length > 0)
    problems.schema(`These fields are required: [${missing.join(', ')}]`, location || '/');
  const states = new Map<string, State>();
  if (isObject(definitions)) {
    if (Object.keys(definitions).length === 0)
      problems.schema('States must not be empty', `${location}/States`);
    for (const [name, definition] of Object.entries(definitions)) {
      const state = compileState(name, definition, `${location}/States/${name}`, surroundings);
      if (state) states.set(name, state);
    }
  } else if (definitions !== undefined) {
    problems.schema('Expected value of type Object', `${location}/States`);
  }
  const block = { startAt: typeof startAt === 'string' ? startAt : '', states };
  if (missing.length === 0 && isObject(definitions)) checkTransitions(block, definitions, location, problems);
  return block;
}
