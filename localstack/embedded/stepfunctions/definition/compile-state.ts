import { isObject, type Json } from '../json.ts';
import { WHOLE } from '../jsonpath/path.ts';
import { parseTimestamp } from '../timestamp.ts';
import { compileChoice } from './compile-choice.ts';
import { compileMap, compileParallel } from './compile-nested.ts';
import { compileTask } from './compile-task.ts';
import { isStateType, standing } from './fields.ts';
import type { BaseState, FailState, Paths, QueryLanguage, State, StateType, WaitState } from './model.ts';
import type { Problems } from './problems.ts';
import { integer, Reader } from './reader.ts';
import { readLanguage, type Surroundings } from './surroundings.ts';

/** AWS's limit on the length of a state's name. */
const NAME_LIMIT = 80;

/** Compiles one state; undefined where so much is wrong with it that nothing more can be checked. */
export function compileState(
  name: string,
  definition: Json,
  location: string,
  surroundings: Surroundings,
): State | undefined {
  const { problems, names } = surroundings;
  if (!isObject(definition)) {
    problems.schema('Expected value of type Object', location);
    return undefined;
  }
  if (names.has(name)) problems.add('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, location);
  names.add(name);
  if ([...name].length > NAME_LIMIT)
    problems.schema(`State name is longer than ${NAME_LIMIT} characters`, location);
  const type = definition.Type;
  if (type === undefined) {
    problems.schema('These fields are required: [Type]', location);
    return undefined;
  }
  if (!isStateType(type)) {
    const types = '[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]';
    problems.schema(`The field 'Type' should have one of these values: ${types}`, `${location}/Type`);
    return undefined;
  }
  const language = readLanguage(definition, location, surroundings.language, problems);
  if (surroundings.jsonataOnly && language === 'JSONPath') {
    const words = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    problems.schema(words, location);
    return undefined;
  }
  checkFields(Object.keys(definition), type, language, location, problems);
  const reader = new Reader(definition, location, language, problems);
  return compileByType(type, baseState(name, type, reader, problems), reader, location, surroundings);
}

function compileByType(
  type: StateType,
  base: BaseState,
  reader: Reader,
  location: string,
  surroundings: Surroundings,
): State | undefined {
  switch (type) {
    case 'Pass':
      return { ...base, type, result: reader.raw('Result') };
    case 'Succeed':
      return { ...base, type };
    case 'Fail':
      return compileFail(base, reader);
    case 'Wait':
      return compileWait(base, reader, surroundings.problems);
    case 'Choice':
      return compileChoice(base, reader, location, surroundings.problems);
    case 'Task':
      return compileTask(base, reader, location, surroundings);
    case 'Parallel':
      return compileParallel(base, reader, location, surroundings);
    case 'Map':
      return compileMap(base, reader, location, surroundings);
  }
}

function checkFields(
  fields: readonly string[],
  type: StateType,
  language: QueryLanguage,
  location: string,
  problems: Problems,
): void {
  for (const field of fields) {
    const found = standing(field, type, language);
    if (found.kind === 'other-language') {
      const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
      const words = `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
      problems.schema(words, location);
    }
    if (found.kind === 'unknown') problems.schema(`Field '${field}' is not supported`, location);
  }
}

function baseState(name: string, type: StateType, reader: Reader, problems: Problems): BaseState {
  const isJsonata = reader.language === 'JSONata';
  return {
    name,
    language: reader.language,
    next: readNext(type, reader, problems),
    output: isJsonata ? reader.template('Output') : undefined,
    assign: reader.assign(),
    arguments: isJsonata ? reader.template('Arguments') : undefined,
    paths: isJsonata ? undefined : readPaths(type, reader),
  };
}

function readNext(type: StateType, reader: Reader, problems: Problems): string | undefined {
  if (type === 'Choice' || type === 'Succeed' || type === 'Fail') return undefined;
  const next = reader.string('Next');
  const end = reader.raw('End');
  if (end !== undefined && typeof end !== 'boolean') {
    problems.schema('Expected value of type Boolean', reader.place('End'));
  }
  const place = reader.place('').slice(0, -1);
  if (next === undefined && end !== true) problems.schema("Either 'Next' or 'End' is required", place);
  if (next !== undefined && end === true) problems.schema("Only one of 'Next' and 'End' may be set", place);
  return next;
}

function readPaths(type: StateType, reader: Reader): Paths {
  // A Map's `Parameters` is the older name of its ItemSelector: it shapes each item, not the input.
  const hasParameters = type !== 'Map';
  return {
    inputPath: reader.path('InputPath', WHOLE),
    outputPath: reader.path('OutputPath', WHOLE),
    resultPath: reader.referencePath('ResultPath', WHOLE),
    parameters: hasParameters ? reader.payload('Parameters') : undefined,
    resultSelector: reader.payload('ResultSelector'),
  };
}

function compileFail(base: BaseState, reader: Reader): FailState {
  const text = {
    accepts: (value: Json) => typeof value === 'string',
    expected: 'Expected value of type String',
  };
  const calls = { allowsCalls: true };
  return {
    ...base,
    type: 'Fail',
    error: reader.scalar('Error', text, calls),
    cause: reader.scalar('Cause', text, calls),
  };
}

function compileWait(base: BaseState, reader: Reader, problems: Problems): WaitState {
  const fields = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
  if (fields.filter((field) => reader.has(field)).length !== 1) {
    problems.schema("Exactly one of 'Seconds' and 'Timestamp' is required", reader.place('').slice(0, -1));
  }
  const timestamp = {
    accepts: (value: Json) => typeof value === 'string' && parseTimestamp(value) !== undefined,
    expected: 'String does not match RFC3339 timestamp',
  };
  return {
    ...base,
    type: 'Wait',
    seconds: reader.scalar('Seconds', integer(0, 99_999_999)),
    timestamp: reader.scalar('Timestamp', timestamp),
  };
}
