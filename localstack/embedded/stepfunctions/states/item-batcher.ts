import type { MapState } from '../definition/model.ts';
import type { Batch } from '../executions/map-run.ts';
import { EXPECTED, evaluate, pathScope } from '../executions/scope.ts';
import type { Json } from '../json.ts';
import { fillPayload } from '../jsonpath/payload.ts';
import { selectedInput } from './data.ts';
import { scalarValue } from './scalar.ts';
import type { Step } from './step.ts';

/** What the child executions of a Distributed Map work on: one item each, or a batch as `ItemBatcher` says. */
export async function batchesOf(step: Step<MapState>, items: readonly Json[]): Promise<Batch[]> {
  const { state } = step;
  const batcher = state.distributed?.batcher;
  if (!batcher) return items.map((input, index) => ({ index, input, items: 1 }));
  const most = batcher.maxItems
    ? await scalarValue(step, batcher.maxItems, 'MaxItemsPerBatch', EXPECTED.integer)
    : items.length;
  const bytes = batcher.maxBytes
    ? await scalarValue(step, batcher.maxBytes, 'MaxInputBytesPerBatch', EXPECTED.integer)
    : Number.MAX_SAFE_INTEGER;
  const batchInput = await batchInputOf(step);
  const shared = batchInput === undefined ? {} : { BatchInput: batchInput };
  return grouped(items, Math.max(1, most), bytes - Buffer.byteLength(JSON.stringify(shared))).map(
    (group, index) => ({ index, input: { ...shared, Items: group }, items: group.length }),
  );
}

async function batchInputOf({ engine, frame, visit, state }: Step<MapState>): Promise<Json | undefined> {
  const { batchInput, batchPayload } = state.distributed?.batcher ?? {};
  if (batchInput) return evaluate(engine.functions, frame, visit, batchInput, 'ItemBatcher/BatchInput');
  if (!batchPayload) return undefined;
  return fillPayload(batchPayload, pathScope(engine, frame, visit, selectedInput(engine, frame, visit)));
}

/** Groups of at most `most` items, and of at most `bytes` of JSON where an item alone is not longer. */
function grouped(items: readonly Json[], most: number, bytes: number): Json[][] {
  const groups: Json[][] = [];
  let size = 0;
  for (const item of items) {
    const length = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = groups.at(-1);
    if (last && last.length < most && size + length <= bytes) {
      last.push(item);
      size += length;
    } else {
      groups.push([item]);
      size = length;
    }
  }
  return groups;
}
