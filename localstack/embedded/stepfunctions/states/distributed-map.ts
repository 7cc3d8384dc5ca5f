import type { DistributedMap, MapState } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import { hasRoom, type MapRun, type MapRunStatus } from '../executions/map-run.ts';
import type { Execution, Frame, Visit } from '../executions/model.ts';
import type { Json } from '../json.ts';
import { batchesOf } from './item-batcher.ts';
import { planReading, type ReadPlan, readItems } from './item-reader.ts';
import { selectedItem } from './item-selector.ts';
import { concurrencyOf, itemsOf } from './map.ts';
import { planWriting, type WritePlan, writeResults } from './result-writer.ts';
import { type Engine, type Outcome, type Step, WAITING } from './step.ts';
import { isTolerated, thresholdExceeded, toleranceOf } from './tolerance.ts';

/** A Map whose items are worked on by executions of their own. */
interface DistributedMapState extends MapState {
  readonly distributed: DistributedMap;
}

/** Whether a Map is a distributed one. */
export function isDistributed(state: MapState): state is DistributedMapState {
  return state.distributed !== undefined;
}

/**
 * Distributed Map: starts a Map Run, with a child execution for each item or batch of items
 * (https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html).
 */
export async function executeDistributedMap(step: Step<DistributedMapState>): Promise<Outcome> {
  const { engine, frame, visit, state } = step;
  const { reader, writer } = state.distributed;
  // What is read from S3 is not known yet.
  const items = reader ? [] : await itemsOf(step);
  const maxConcurrency = await concurrencyOf(step);
  engine.record(frame, 'MapStateStarted', { length: items.length });
  const tolerance = await toleranceOf(step);
  const plan = reader && (await planReading(step, reader));
  const writing = writer && (await planWriting(step, writer));
  const waiting = plan ? [] : await batchesOf(step, await selectedItems(step, items));
  const run = engine.startMapRun(frame.execution, state, {
    totalItems: items.length,
    maxConcurrency,
    toleratedFailureCount: tolerance?.count,
    toleratedFailurePercentage: tolerance?.percentage,
    waiting,
  });
  visit.mapRun = run;
  run.proceed = () => proceed(step, run, writing);
  engine.record(frame, 'MapRunStarted', { mapRunArn: run.arn });
  if (plan) await fillFrom(step, run, plan);
  run.proceed();
  return WAITING;
}

/** Reads the items of a run from S3; where that fails, the run does. */
async function fillFrom(step: Step<DistributedMapState>, run: MapRun, plan: ReadPlan): Promise<void> {
  const { engine, frame } = step;
  try {
    const items = await readItems(step, plan);
    run.totalItems = items.length;
    run.waiting.push(...(await batchesOf(step, await selectedItems(step, items))));
  } catch (error) {
    close(engine, run, 'FAILED');
    if (error instanceof StateError)
      engine.record(frame, 'MapRunFailed', { error: error.error, cause: error.explanation });
    throw error;
  }
}

/** Every item as ItemSelector shapes it. */
export async function selectedItems(step: Step<MapState>, items: readonly Json[]): Promise<Json[]> {
  const { engine, frame, visit, state } = step;
  const selected: Json[] = [];
  for (const [index, item] of items.entries())
    selected.push(await selectedItem(engine, iterationOf(frame, state, index, item), frame, visit));
  return selected;
}

/** The frame in whose context object an item stands while it is selected; nothing runs in it. */
function iterationOf(parent: Frame, state: MapState, index: number, item: Json): Frame {
  const { execution, lastEvent } = parent;
  const block = state.processor;
  return {
    execution,
    block,
    parent,
    index,
    item,
    variables: {},
    lastEvent,
    visit: undefined,
    stopped: false,
  };
}

/** Starts as many child executions as may run; ends the run where none is left. */
function proceed(step: Step<MapState>, run: MapRun, writing: WritePlan | undefined): void {
  const { engine, frame, visit } = step;
  if (run.status !== 'RUNNING') return;
  if (!isTolerated(toleranceNow(run), run.failedItems, run.totalItems)) {
    close(engine, run, 'FAILED');
    engine.resume(frame, visit, visit.attempt, async () => {
      if (writing) await exported(step, run, writing);
      const error = thresholdExceeded();
      engine.record(frame, 'MapRunFailed', { error: error.error, cause: error.explanation });
      throw error;
    });
    return;
  }
  while (run.status === 'RUNNING' && hasRoom(run)) startChild(engine, visit, run);
  const isOver = run.waiting.length === 0 && run.running === 0;
  if (!isOver || run.status !== 'RUNNING') return;
  close(engine, run, 'SUCCEEDED');
  engine.resume(frame, visit, visit.attempt, async () => {
    const results = run.results.filter((result) => result !== undefined);
    const result = writing ? await exported(step, run, writing) : results;
    // The exit follows the run's start, as AWS has it since the end of 2024.
    const succeeded = engine.note(frame, frame.lastEvent, 'MapRunSucceeded');
    engine.note(frame, succeeded, 'MapStateSucceeded');
    return { kind: 'done', result };
  });
}

/** Writes the results of a run to S3; where that fails, the run does. */
async function exported(step: Step<MapState>, run: MapRun, writing: WritePlan): Promise<Json> {
  try {
    return await writeResults(step, run, writing);
  } catch (error) {
    run.status = 'FAILED';
    if (error instanceof StateError)
      step.engine.record(step.frame, 'MapRunFailed', { error: error.error, cause: error.explanation });
    throw error;
  }
}

function toleranceNow({ toleratedFailureCount, toleratedFailurePercentage }: MapRun) {
  return { count: toleratedFailureCount, percentage: toleratedFailurePercentage };
}

function startChild(engine: Engine, visit: Visit, run: MapRun): void {
  const batch = run.waiting.shift();
  if (!batch) return;
  const { processor } = visit.state as MapState;
  run.running += 1;
  const closed = (child: Execution) => {
    run.running -= 1;
    if (child.status !== 'SUCCEEDED') run.failedItems += batch.items;
    run.results[batch.index] = child.output?.value;
    run.proceed();
  };
  engine.startChild(run, batch, processor, closed);
}

function close(engine: Engine, run: MapRun, status: MapRunStatus): void {
  run.status = status;
  run.stopDate = engine.clock.now();
  run.waiting.length = 0;
  for (const child of run.children.keys()) engine.stopChild(child);
}

/** Ends a run whose Map is over by something else: its children are aborted. Answers whether it still ran. */
export function abandonMapRun(engine: Engine, visit: Visit): boolean {
  const run = visit.mapRun;
  visit.mapRun = undefined;
  if (run?.status !== 'RUNNING') return false;
  close(engine, run, 'ABORTED');
  return true;
}
