import type { MapState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import type { Children, Frame, Visit } from '../executions/model.ts';
import { EXPECTED, evaluate, evaluateAs, pathScope } from '../executions/scope.ts';
import { Datum, type Json, typeName } from '../json.ts';
import { expressionFault, QueryEvaluationError, type Template } from '../jsonata/template.ts';
import { fillPayload, requirePath } from '../jsonpath/payload.ts';
import type { ProbeSettings } from '../test-state/probe.ts';
import { effectivePathInput } from './data.ts';
import { type Engine, type Nested, type Outcome, type Step, WAITING } from './step.ts';

/** The most iterations of an inline Map that AWS runs side by side. */
const INLINE_CONCURRENCY = 40;

/** Map: runs its processor once for each item, at most MaxConcurrency at a time. */
export async function executeMap(step: Step<MapState>): Promise<Outcome> {
  const { engine, frame, visit, state } = step;
  const { probe } = frame.execution;
  const items = probe?.settings.readItems ?? (state.paths ? pathItems(step) : await queryItems(step));
  const concurrency = await count(step, state.maxConcurrency, 'MaxConcurrency');
  const tolerated = await tolerance(step, items.length);
  probe?.limit('maxConcurrency', concurrency);
  if (probe?.settings.mock) return { kind: 'done', result: mockedResult(probe.settings, tolerated) };
  engine.record(frame, 'MapStateStarted', { length: items.length });
  const waiting = items.map((value, index) => ({ index, value }));
  const children: Children = { running: new Set(), results: [], waiting, failed: 0, tolerated };
  visit.children = children;
  if (items.length === 0) return finish(engine, frame, children);
  const first = waiting.splice(0, Math.min(concurrency || INLINE_CONCURRENCY, INLINE_CONCURRENCY));
  const started = first.map((item) => startIteration(engine, frame, visit, item));
  for (const iteration of started) selectItem(engine, frame, visit, iteration);
  return WAITING;
}

/** What stands for a Map's iterations; more failures than are tolerated fail it, too. */
function mockedResult({ mock, failedIterations = 0 }: ProbeSettings, tolerated: Children['tolerated']): Json {
  const result = mock?.() ?? null;
  if (tolerated && !tolerated(failedIterations)) throw thresholdExceeded();
  return result;
}

const thresholdExceeded = () =>
  new StateError(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );

async function queryItems({ engine, frame, visit, state }: Step<MapState>): Promise<Json[]> {
  if (state.items) return evaluateAs(engine.functions, frame, visit, state.items, 'Items', EXPECTED.array);
  const { value } = visit.input;
  if (Array.isArray(value)) return value;
  const words =
    `returned an unexpected result type. Expected 'array', but was '${typeName(value)}' ` +
    `for value: ${JSON.stringify(value)}`;
  throw new QueryEvaluationError('Items', expressionFault('$states.input', 'Items', words));
}

function pathItems({ frame, visit, state }: Step<MapState>): Json[] {
  const input = effectivePathInput(frame, visit);
  const items = state.itemsPath
    ? requirePath(state.itemsPath, 'ItemsPath', pathScope(frame, visit, input))
    : input;
  if (Array.isArray(items)) {
    frame.execution.probe?.inspect('afterItemsPath', items);
    return items;
  }
  // AWS shows a path into the context object as if it began at the input.
  const words = `Reference path "${state.itemsPath?.source.replace(/^\$\$/, '$')}" must point to array.`;
  throw new StateError('States.Runtime', words);
}

async function count(step: Step<MapState>, template: Template | undefined, field: string): Promise<number> {
  if (!template) return 0;
  return evaluateAs(step.engine.functions, step.frame, step.visit, template, field, EXPECTED.integer);
}

async function tolerance(step: Step<MapState>, items: number): Promise<Children['tolerated']> {
  const { toleratedFailureCount: number, toleratedFailurePercentage: percentage } = step.state;
  if (!number && !percentage) return undefined;
  const most = await count(step, number, 'ToleratedFailureCount');
  const share = percentage
    ? await evaluateAs(
        step.engine.functions,
        step.frame,
        step.visit,
        percentage,
        'ToleratedFailurePercentage',
        EXPECTED.number,
      )
    : 0;
  const { probe } = step.frame.execution;
  probe?.limit('toleratedFailureCount', number && most);
  probe?.limit('toleratedFailurePercentage', percentage && share);
  return (failed) => (number !== undefined && failed <= most) || failed * 100 <= share * items;
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
  const value = iteration.item as Json;
  if (!state.itemSelector && !state.itemPayload) {
    engine.begin(iteration, new Datum(value));
    return;
  }
  engine.resume(parent, visit, visit.attempt, async () => {
    // The selector reads the Map's own input, and in the context object the item.
    const scoped: Frame = { ...iteration, parent };
    const selected = state.itemSelector
      ? await evaluate(engine.functions, scoped, visit, state.itemSelector, 'ItemSelector')
      : fillPayload(
          state.itemPayload ?? { kind: 'constant', value },
          pathScope(scoped, visit, effectivePathInput(parent, visit)),
        );
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
