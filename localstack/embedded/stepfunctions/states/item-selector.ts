import type { MapState } from '../definition/model.ts';
import type { Frame, Visit } from '../executions/model.ts';
import { evaluate, pathScope } from '../executions/scope.ts';
import type { Json } from '../json.ts';
import { fillPayload } from '../jsonpath/payload.ts';
import { effectivePathInput } from './data.ts';
import type { Engine } from './step.ts';

/**
 * An item as ItemSelector shapes it. The selector reads the Map's own input, and in the context object the item, which
 * is that of `iteration`.
 */
export function selectedItem(
  engine: Engine,
  iteration: Frame,
  parent: Frame,
  visit: Visit,
): Promise<Json> | Json {
  const { itemSelector, itemPayload } = visit.state as MapState;
  if (itemSelector) return evaluate(engine.functions, iteration, visit, itemSelector, 'ItemSelector');
  if (!itemPayload) return iteration.item as Json;
  const input = effectivePathInput(engine, parent, visit);
  return fillPayload(itemPayload, pathScope(engine, iteration, visit, input));
}
