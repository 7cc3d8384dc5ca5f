import type { MapState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import type { Children, Frame, Visit } from '../executions/model.ts';
import { EXPECTED, evaluateAs, pathScope } from '../executions/scope.ts';
import { Datum, type Json } from '../json.ts';
import { QueryEvaluationError } from '../jsonata/template.ts';
import { requirePath } from '../jsonpath/payload.ts';
import { effectivePathInput } from './data.ts';
import { selectedItem } from './item-selector.ts';
import { scalarValue } from './scalar.ts';
import { type Engine, type Nested, type Outcome, type Step, WAITING } from './step.ts';
import { isTolerated, thresholdExceeded, toleranceOf } from './tolerance.ts';

/** The most iterations of an inline Map that AWS runs side by side. */
const INLINE_CONCURRENCY = 40;

/** Map: runs its processor once for each item, at most MaxConcurrency at a time. */
export async function executeMap(step: Step<MapState>): Promise<Outcome> {
  const { engine, frame, visit } = step;
  const items = await itemsOf(step);
  const concurrency = await concurrencyOf(step);
  engine.record(frame, 'MapStateStarted', { length: items.length });
  const tolerance = await toleranceOf(step);
  const tolerated = tolerance && ((failed: number) => isTolerated(tolerance, failed, items.length));
  const waiting = items.map((value, index) => ({ index, value }));
  const children: Children = { running: new Set(), results: [], waiting, failed: 0, tolerated };
  visit.children = children;
  if (items.length === 0) return finish(engine, frame, children);
  const first = waiting.splice(0, Math.min(concurrency || INLINE_CONCURRENCY, INLINE_CONCURRENCY));
  const started = first.map((item) => startIteration(engine, frame, visit, item));
  for (const iteration of started) selectItem(engine, frame, visit, iteration);
  return WAITING;
}

/** The items of a Map: `Items`, in JSONPath what `ItemsPath` names, else the state's input. */
export function itemsOf(step: Step<MapState>): Promise<Json[]> | Json[] {
  return step.state.paths ? pathItems(step) : queryItems(step);
}

async function queryItems({ engine, frame, visit, state }: Step<MapState>): Promise<Json[]> {
  if (state.items) return evaluateAs(engine.functions, frame, visit, state.items, 'Items', EXPECTED.array);
  const { value } = visit.input;
  if (Array.isArray(value)) return value;
  throw new QueryEvaluationError(
    undefined,
    `Map state input must be an array but was: ${JSON.stringify(value)}`,
  );
}

function pathItems({ engine, frame, visit, state }: Step<MapState>): Json[] {
  const input = effectivePathInput(engine, frame, visit);
  const items = state.itemsPath
    ? requirePath(state.itemsPath, 'ItemsPath', pathScope(engine, frame, visit, input))
    : input;
  if (Array.isArray(items)) {
    frame.execution.probe?.inspect('afterItemsPath', items);
    return items;
  }
  // AWS shows a path into the context object as if it began at the input.
  const words = `Reference path "${state.itemsPath?.source.replace(/^\$\$/, '$')}" must point to array.`;
  throw new StateError('States.Runtime', words);
}

/** MaxConcurrency; 0 where the state sets no limit. */
export async function concurrencyOf(step: Step<MapState>): Promise<number> {
  const { maxConcurrency } = step.state;
  return maxConcurrency ? scalarValue(step, maxConcurrency, 'MaxConcurrency', EXPECTED.integer) : 0;
}

function startIteration(
  engine: Engine,
  parent: Frame,
  visit: Visit,
  item: { readonly index: number; readonly value: Json },
): Frame {
  const details = { name: visit.state.name, index: item.index };
  const iteration: Frame = {
    execution: parent.execution,
    block: (visit.state as MapState).processor,
    parent,
    index: item.index,
    item: item.value,
    variables: {},
    lastEvent: engine.note(parent, parent.lastEvent, 'MapIterationStarted', details),
    visit: undefined,
    stopped: false,
  };
  visit.children?.running.add(iteration);
  return iteration;
}

/** Shapes the item by ItemSelector and lets the iteration run; a selector that fails, fails the Map. */
function selectItem(engine: Engine, parent: Frame, visit: Visit, iteration: Frame): void {
  const state = visit.state as MapState;
  if (!state.itemSelector && !state.itemPayload) {
    engine.begin(iteration, new Datum(iteration.item as Json));
    return;
  }
  engine.resume(parent, visit, visit.attempt, async () => {
    const selected = await selectedItem(engine, { ...iteration, parent }, parent, visit);
    if (visit.children?.running.has(iteration)) engine.begin(iteration, new Datum(selected));
    return WAITING;
  });
}

function finish(engine: Engine, parent: Frame, children: Children): Outcome {
  engine.note(parent, parent.lastEvent, 'MapStateSucceeded');
  const results = children.results.filter((result): result is Json => result !== undefined);
  return { kind: 'done', result: results };
}

/** Takes the next item, or ends the Map with its last iteration. */
function proceed(engine: Engine, parent: Frame, visit: Visit, children: Children, follows: number): void {
  const item = children.waiting.shift();
  if (item) {
    parent.lastEvent = follows;
    selectItem(engine, parent, visit, startIteration(engine, parent, visit, item));
    return;
  }
  if (children.running.size > 0) return;
  engine.resume(parent, visit, visit.attempt, () => finish(engine, parent, children));
}

/** What a Map does as its iterations end. */
export const mapIterations: Nested = {
  succeeded(engine, parent, visit, iteration, output) {
    const { children } = visit;
    if (!children) return;
    children.results[iteration.index] = output.value;
    children.running.delete(iteration);
    const details = { name: visit.state.name, index: iteration.index };
    parent.lastEvent = engine.note(parent, iteration.lastEvent, 'MapIterationSucceeded', details);
    proceed(engine, parent, visit, children, iteration.lastEvent);
  },
  failed(engine, parent, visit, iteration, error) {
    const { children } = visit;
    if (!children) return;
    const { name } = visit.state;
    const follows = iteration.lastEvent;
    engine.note(parent, follows, 'MapIterationFailed', { name, index: iteration.index });
    engine.abort(iteration, follows);
    parent.lastEvent = follows;
    children.failed += 1;
    children.running.delete(iteration);
    if (children.tolerated?.(children.failed)) {
      proceed(engine, parent, visit, children, follows);
      return;
    }
    visit.children = undefined;
    abortIterations(engine, parent, name, children.running, follows);
    const failure = children.tolerated ? thresholdExceeded() : error;
    engine.resume(parent, visit, visit.attempt, () => {
      throw failure;
    });
  },
};

/** Stops the iterations of a Map, each with the events that AWS sends of it. */
export function abortIterations(
  engine: Engine,
  parent: Frame,
  name: string,
  iterations: Iterable<Frame>,
  previousEventId: number,
): void {
  for (const iteration of iterations) {
    engine.note(parent, previousEventId, 'MapIterationAborted', { name, index: iteration.index });
    engine.abort(iteration, previousEventId);
  }
}
