import type { MapState } from '../definition/model.ts';
import type { Json } from '../json.ts';
import { selectedItems } from '../states/distributed-map.ts';
import { batchesOf } from '../states/item-batcher.ts';
import { concurrencyOf, itemsOf } from '../states/map.ts';
import type { Outcome, Step } from '../states/step.ts';
import { isTolerated, thresholdExceeded, toleranceOf } from '../states/tolerance.ts';

/** A Map whose iterations are mocked: all that it does but run them. More failures than it tolerates fail it. */
export async function executeMockedMap(step: Step<MapState>): Promise<Outcome> {
  const { state } = step;
  const { probe } = step.frame.execution;
  const items = await readItems(step);
  const selected = await selectedItems(step, items);
  if (state.itemSelector || state.itemPayload) probe?.inspect('afterItemSelector', selected);
  if (state.distributed?.batcher) {
    const batches = await batchesOf(step, selected);
    probe?.inspect(
      'afterItemBatcher',
      batches.map((batch) => batch.input),
    );
  }
  probe?.limit('maxConcurrency', await concurrencyOf(step));
  const tolerance = await toleranceOf(step);
  const { mock, failedIterations = 0 } = probe?.settings ?? {};
  const result = mock?.() ?? null;
  if (tolerance && !isTolerated(tolerance, failedIterations, items.length)) throw thresholdExceeded();
  return { kind: 'done', result };
}

async function readItems(step: Step<MapState>): Promise<Json[]> {
  const { probe } = step.frame.execution;
  const read = probe?.settings.readItems;
  return read ? [...read] : await itemsOf(step);
}
