import type { State } from '../definition/model.ts';
import { validationException } from '../errors.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

type FieldType = 'a string' | 'a number' | 'any' | Readonly<Record<string, 'a string' | 'a number' | 'any'>>;

/** The context object's members (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html). */
const FIELDS: Readonly<Record<string, FieldType>> = {
  Execution: {
    Id: 'a string',
    Input: 'any',
    Name: 'a string',
    RoleArn: 'a string',
    StartTime: 'a string',
    RedriveCount: 'a number',
    RedriveTime: 'a string',
  },
  State: { EnteredTime: 'a string', Name: 'a string', RetryCount: 'a number' },
  StateMachine: { Id: 'a string', Name: 'a string' },
  Task: { Token: 'a string' },
};

/** Reads a context object that stands for the state's own. Throws ValidationException. */
export function readContext(text: string, state: State): JsonObject {
  const context = parse(text);
  if (!isObject(context)) throw invalid('Context object must be a JSON object');
  if (context.Map !== undefined) throw invalid("'Map' field is not supported when mocking a Context object");
  checkFields(context, FIELDS, '');
  if (context.Task !== undefined && !waitsForOthers(state)) {
    throw invalid(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
  return context;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw invalid('Context object must be valid JSON');
  }
}

function checkFields(value: JsonObject, fields: Readonly<Record<string, FieldType>>, within: string): void {
  for (const [name, member] of Object.entries(value)) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) throw invalid(`Field '${name}' is not allowed`);
    const place = `${within}${name}`;
    if (typeof type === 'object') {
      if (!isObject(member)) throw invalid(`${place} must be an object`);
      checkFields(member, type, `${place}.`);
    } else if (type !== 'any' && `a ${typeof member}` !== type) throw invalid(`${place} must be ${type}`);
  }
}

const waitsForOthers = (state: State): boolean =>
  state.type === 'Task' && state.resource.pattern !== 'requestResponse';

const invalid = (reason: string) => validationException(`Invalid Context object provided: ${reason}`);
