import type { BaseState, Catcher } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import type { Frame, Visit } from '../executions/model.ts';
import { evaluate, pathScope } from '../executions/scope.ts';
import { Datum, exceedsDataLimit, type Json } from '../json.ts';
import { type Path, put } from '../jsonpath/path.ts';
import { fillPayload, requireValid } from '../jsonpath/payload.ts';
import type { Done, Engine } from './step.ts';

/** What a state hands on, and the variables that it assigns. */
export interface Handover {
  readonly output: Datum;
  readonly assigned: Readonly<Record<string, Json>> | undefined;
}

/** The input that a Task or Parallel works on: `Arguments`, or in JSONPath `InputPath` and `Parameters`. */
export async function effectiveInput(engine: Engine, frame: Frame, visit: Visit): Promise<Datum> {
  const { state, input } = visit;
  if (state.paths) return new Datum(effectivePathInput(engine, frame, visit));
  if (!state.arguments) return input;
  const shaped = await evaluate(engine.functions, frame, visit, state.arguments, 'Arguments');
  frame.execution.probe?.inspect('afterArguments', shaped);
  return new Datum(shaped);
}

/** JSONPath: the part of the input that the state sees, shaped by its Parameters. */
export function effectivePathInput(engine: Engine, frame: Frame, visit: Visit): Json {
  const { paths } = visit.state;
  const selected = selectedInput(engine, frame, visit);
  const shaped = paths?.parameters
    ? fillPayload(paths.parameters, pathScope(engine, frame, visit, selected))
    : selected;
  if (SHAPING.has(visit.state.type)) frame.execution.probe?.inspect('afterParameters', shaped);
  return shaped;
}

/** The types of states that shape their input by Parameters. */
const SHAPING: ReadonlySet<string> = new Set(['Pass', 'Task', 'Parallel']);

/** The types of states that put a result into their input. */
const PLACING: ReadonlySet<string> = new Set(['Pass', 'Task', 'Parallel', 'Map']);

/** JSONPath: the part of the input that the state's paths start from. */
export function selectedInput(engine: Engine, frame: Frame, visit: Visit): Json {
  const { value } = visit.input;
  const { paths } = visit.state;
  if (!paths) return value;
  const selected = select(paths.inputPath, engine, frame, visit, value);
  frame.execution.probe?.inspect('afterInputPath', selected);
  return selected;
}

function select(path: Path | null, engine: Engine, frame: Frame, visit: Visit, from: Json): Json {
  if (path === null) return {};
  if (path.root === '$' && path.steps.length === 0) return from;
  return requireValid(path, pathScope(engine, frame, visit, from));
}

/** What a state that has done its work hands on. Nothing is assigned before all is evaluated. */
export function conclude(
  engine: Engine,
  frame: Frame,
  visit: Visit,
  done: Done,
): Promise<Handover> | Handover {
  return visit.state.paths
    ? concludePaths(engine, frame, visit, done)
    : concludeQuery(engine, frame, visit, done);
}

async function concludeQuery(engine: Engine, frame: Frame, visit: Visit, done: Done): Promise<Handover> {
  const { output, assign, prefix } = done.way ? { ...done.way } : { ...visit.state, prefix: '' };
  const extras = done.result === undefined ? {} : { result: done.result };
  const evaluated = (template: Parameters<typeof evaluate>[3], field: string) =>
    evaluate(engine.functions, frame, visit, template, `${prefix}${field}`, extras);
  const passed = done.result === undefined ? visit.input : (done.datum ?? new Datum(done.result));
  return checkSize(visit.state, {
    output: output ? new Datum(await evaluated(output, 'Output')) : passed,
    assigned:
      assign?.language === 'JSONata' ? variables(await evaluated(assign.template, 'Assign')) : undefined,
  });
}

function concludePaths(engine: Engine, frame: Frame, visit: Visit, done: Done): Handover {
  const { paths, assign } = visit.state;
  if (!paths) throw new Error('concludePaths needs a JSONPath state');
  const result = done.result === undefined ? effectivePathInput(engine, frame, visit) : done.result;
  const scope = pathScope(engine, frame, visit, result);
  const selected = paths.resultSelector ? fillPayload(paths.resultSelector, scope) : result;
  const isWhole = paths.resultPath?.steps.length === 0;
  const combined =
    paths.resultPath === null
      ? visit.input.value
      : isWhole
        ? selected
        : put(visit.input.value, paths.resultPath, selected);
  if (PLACING.has(visit.state.type)) {
    frame.execution.probe?.inspect('afterResultSelector', selected);
    frame.execution.probe?.inspect('afterResultPath', combined);
  }
  const output = select(paths.outputPath, engine, frame, visit, combined);
  return checkSize(visit.state, {
    output: output === visit.input.value ? visit.input : new Datum(output),
    assigned: assign?.language === 'JSONPath' ? variables(fillPayload(assign.payload, scope)) : undefined,
  });
}

/** What a catcher hands on: its Output or the error object, in JSONPath put into the input. */
export async function concludeCaught(
  engine: Engine,
  frame: Frame,
  visit: Visit,
  catcher: Catcher,
  field: string,
  error: StateError,
): Promise<Handover> {
  const errorOutput: Json = error.output;
  const { assign } = catcher;
  if (catcher.resultPath !== undefined) {
    const scope = pathScope(engine, frame, visit, errorOutput);
    const output =
      catcher.resultPath === null
        ? visit.input.value
        : put(visit.input.value, catcher.resultPath, errorOutput);
    const assigned =
      assign?.language === 'JSONPath' ? variables(fillPayload(assign.payload, scope)) : undefined;
    return { output: new Datum(output), assigned };
  }
  const evaluated = (template: Parameters<typeof evaluate>[3], name: string) =>
    evaluate(engine.functions, frame, visit, template, `${field}/${name}`, { errorOutput });
  return checkSize(visit.state, {
    output: new Datum(catcher.output ? await evaluated(catcher.output, 'Output') : errorOutput),
    assigned:
      assign?.language === 'JSONata' ? variables(await evaluated(assign.template, 'Assign')) : undefined,
  });
}

function variables(value: Json): Record<string, Json> | undefined {
  const assigned = value as Record<string, Json>;
  return Object.keys(assigned).length > 0 ? assigned : undefined;
}

/** Throws where AWS would refuse the size of what a state hands on. */
function checkSize(state: BaseState, handover: Handover): Handover {
  const isTooLarge =
    handover.output.exceedsLimit ||
    (handover.assigned && exceedsDataLimit(JSON.stringify(handover.assigned)));
  if (isTooLarge) throw dataLimitExceeded(state.name);
  return handover;
}

/** The error of a state or task whose result is longer than 256 KiB. */
export function dataLimitExceeded(what: string): StateError {
  return new StateError(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
